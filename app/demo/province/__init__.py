"""A whole province of the demonstration, its history written in bulk."""
