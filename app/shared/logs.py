"""What the processes write to their logs: one line an event, no values of variables.

structlog's own tracebacks show the local variables of every frame: names, addresses and secret
links of citizens would stand in the logs. Ours are plain.
"""

from __future__ import annotations

from typing import Any

import structlog


def set_up_logs() -> None:
    """Set structlog up once for the whole process; plain text, UTC."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        cache_logger_on_first_use=True,
    )


def logger(name: str) -> Any:
    """Return a logger of one part of the product."""
    if not structlog.is_configured():
        set_up_logs()
    return structlog.get_logger(part=name)
