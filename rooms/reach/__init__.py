"""Ways out of this server to a person's device: what is said there and how it is handed over. No table is read."""
