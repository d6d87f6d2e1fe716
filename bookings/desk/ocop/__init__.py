"""The host's products: lots, and labels with their codes."""
