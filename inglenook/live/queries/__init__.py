"""What a stream asks of the database: whose it is, and what has happened that they may know of."""
