"""Pages: Today, health, and what anyone may read."""
