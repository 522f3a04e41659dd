"""Tests of ends: resignations, removals, terms that end."""
