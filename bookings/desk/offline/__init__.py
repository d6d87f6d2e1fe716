"""The desk without signal: lists that a phone keeps, taps that wait on it, and the page that shows both."""
