"""Forms of the schools."""
