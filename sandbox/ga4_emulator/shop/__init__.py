"""The synthetic shop: who visited, what they did, what they bought."""
