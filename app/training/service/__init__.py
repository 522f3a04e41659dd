"""The verbs of the schools."""
