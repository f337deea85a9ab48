"""What a page says: pure functions from bytes to records."""
