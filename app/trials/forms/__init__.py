"""Shape of input of trials."""
