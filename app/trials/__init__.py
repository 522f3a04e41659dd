"""Trials: cases, panels, invitations, sitting days."""
