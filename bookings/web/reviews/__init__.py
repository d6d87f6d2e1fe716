"""What guests say of a visit: written by them, read by everybody."""
