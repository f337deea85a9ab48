"""Programs that make what the readers have learned: run by hand, never shipped."""
