"""What guests made and get later: written down, moved from step to step, fired in loads, told, sent or fetched."""
