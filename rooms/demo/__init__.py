"""The demo families: a made-up cast and their conversations, so that every screen can be tried as a real person."""
