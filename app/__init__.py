"""Peishen: the working life of lay assessors and judicial cadres."""
