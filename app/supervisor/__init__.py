"""One parent that starts the web server, the clock and the worker, and stops them together."""
