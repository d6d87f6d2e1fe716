"""Groups that ask first: their request, the quote that answers it, and who comes of them."""
