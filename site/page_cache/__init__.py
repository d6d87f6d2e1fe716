"""Published pages, rendered once for all readers. See docs/decisions/0016."""
