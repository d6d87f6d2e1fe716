"""What a member is told of, and on which phones."""
