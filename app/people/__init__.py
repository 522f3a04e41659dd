"""People: who exists once, what they were appointed to, and when they are not free."""
