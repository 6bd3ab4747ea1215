"""What the social worker does over rooms: her desk, and observing."""
