"""Messages: the outbox, the inbox and the channels."""
