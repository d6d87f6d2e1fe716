"""What an office aims at, does and reports, beside what the register says."""
