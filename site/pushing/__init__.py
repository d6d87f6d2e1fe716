"""Web Push: a few words to a phone that asked for them, by way of its maker's service (RFC 8030, 8291, 8292)."""
