"""A database of any size for `manage.py make_load`: fictional hosts and parties, written in bulk and yet consistent."""
