"""Groups that ask first, at the desk."""
