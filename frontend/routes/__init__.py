"""Addresses by noun, which `frontend.urls` puts together."""
