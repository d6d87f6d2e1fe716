"""Paying through a gateway that the host has a contract with: begun here, decided by the gateway's own word alone."""
