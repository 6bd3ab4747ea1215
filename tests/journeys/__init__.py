"""Journeys in a real browser against a real server with the demo families."""
