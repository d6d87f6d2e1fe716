"""The criteria that products are scored by: editions of the law as data, and what a set of answers comes to."""
