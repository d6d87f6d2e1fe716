"""Guests whom the host enters: at the gate, on the phone, sent by an agency."""
