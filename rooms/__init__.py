"""The domain and its socket: people, children, rooms, and what is said in them."""
