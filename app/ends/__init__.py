"""How an office ends before its time: a resignation, or a removal file."""
