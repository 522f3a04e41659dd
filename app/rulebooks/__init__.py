"""The rulebooks: the law of one country and time as data, and their loader (pure)."""
