"""What is owed to readers: a row in the transaction that made the news true, sent by a worker. See decision 0004."""
