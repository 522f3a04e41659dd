"""Draws by lot that anyone can check: pure functions over bytes, after record format 1."""
