"""The verbs of trials: cases, panels, seats, replies, changes, days."""
