"""Named reads of the schools."""
