"""Audit: one list of acts, one call, in the transaction of the act."""
