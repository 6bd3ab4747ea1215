"""The baseline: the chat of the Channels tutorial with signed-in people and a table for what was said."""
