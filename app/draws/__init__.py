"""Draws: secrets committed ahead, records kept and shown to anyone."""
