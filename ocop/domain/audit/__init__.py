"""What must always hold of the register, looked at afresh. Reads only."""
