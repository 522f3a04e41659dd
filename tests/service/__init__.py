"""Tests of the service record."""
