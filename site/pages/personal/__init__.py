"""What is kept of people: the map of fields, and the list on the page about guests' data that is made from it."""
