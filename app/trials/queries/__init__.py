"""Named reads of trials."""
