"""Reminders: the clock, and what is told and done when."""
