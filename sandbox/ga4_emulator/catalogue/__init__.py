"""The names the API knows."""
