"""What a guest made, on their own page, and on the page that they make public."""
