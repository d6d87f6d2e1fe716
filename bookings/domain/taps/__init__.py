"""Taps that waited on a phone without signal: each is done once and always answered the same."""
