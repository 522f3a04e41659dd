"""Tests of the schools: courses, cohorts, nominations, seats."""
