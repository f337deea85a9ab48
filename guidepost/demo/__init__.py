"""The demonstration: two small sites of our own, crawled, read, stored, exported and read again."""
