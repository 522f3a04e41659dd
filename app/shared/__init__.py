"""What every feature needs and no feature's words."""
