"""`make bench`: how much more than the bare minimum a booking costs, and whether it grows with the data."""
