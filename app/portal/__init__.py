"""Portal: the assessor's own pages, on a phone."""
