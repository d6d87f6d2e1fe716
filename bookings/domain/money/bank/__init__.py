"""What a bank says of a host's account: kept as it came, then matched with the bookings that it pays."""
