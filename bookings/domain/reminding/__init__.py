"""What is told by the clock: guests of their visit on the day before, houses in the morning of whom they receive."""
