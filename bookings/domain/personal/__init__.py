"""What is known of a guest: theirs to take away and to have erased."""
