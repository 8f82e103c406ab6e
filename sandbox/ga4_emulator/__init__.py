"""A GA4 Data API server over a synthetic web shop."""
