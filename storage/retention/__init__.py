"""How long data stays and how it goes: the ledger, disk use, pruning, forgetting, backup and restore."""
