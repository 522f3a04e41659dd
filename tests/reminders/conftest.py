"""What the tests of messages have, for the tests of reminders too."""

from tests.messages.conftest import visits

__all__ = ["visits"]
