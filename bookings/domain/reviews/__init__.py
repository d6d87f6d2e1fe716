"""What guests say of a visit at which they were: written, answered once, hidden where it breaks the law, added up."""
