"""Exports of who is in an audience."""
