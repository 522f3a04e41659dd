"""Verbs of elections, stage by stage."""
