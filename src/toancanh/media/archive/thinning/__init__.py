"""Thinning."""
