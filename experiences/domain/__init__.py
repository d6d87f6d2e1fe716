"""Rules of experiences."""
