"""The programme that an office runs: what it aims at, and what was written of it."""
