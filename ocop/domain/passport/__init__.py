"""What stands behind the code on a package: who made it, what was certified, and how it was made."""
