"""Demonstration: an invented province, the same every time."""
