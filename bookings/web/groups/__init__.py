"""Groups that ask first, on the web."""
