"""Money at the desk: taking it, giving it back, and the statement."""
