"""Bodies: courts and other organs, their links, successions and rulebooks."""
