"""Courses of the schools, their cohorts, who is nominated and admitted, results, certificates."""
