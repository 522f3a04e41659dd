"""Accounts: users, and roles on a body and its subtree."""
