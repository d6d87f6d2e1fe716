"""What guests made, as the workshop sees it: where each is, the loads, labels, what goes out. No money, no e-mail."""
