"""What the host offers: prices and the facts that change with the season."""
