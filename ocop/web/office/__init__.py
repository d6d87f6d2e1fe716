"""The face of the offices that keep the register: of a province, and of its communes."""
