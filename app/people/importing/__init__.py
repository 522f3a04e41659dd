"""Bringing a court's own roll into the register: upload, columns, preview, apply, undo."""
