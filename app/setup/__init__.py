"""From a machine with Python and make to a site that can be started: standard library only."""
