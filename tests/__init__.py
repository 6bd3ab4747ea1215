"""Tests: they mirror the parts, with a named cast and a few browser journeys."""
