"""`make bench`: how much more than the bare minimum a booking costs, and whether pages grow with the data."""
