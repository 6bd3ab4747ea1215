"""Commands of the moderation app."""
