"""Rules of villages, hosts and festivals."""
