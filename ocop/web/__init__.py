"""What anybody may read of the register: passports, and the open part as files."""
