"""Papers to print and sign, as Word files: forms 01 to 03, a score sheet, minutes, and the draft of a decision."""
