"""What guests say, read and answered by the house; and the card that asks them to."""
