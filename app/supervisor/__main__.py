"""`python -m app.supervisor`: the site in one terminal; Ctrl-C stops all of it."""

from __future__ import annotations

import os
import sys

from app.setup.database import kept_log_ins
from app.supervisor.site import HOST, Knock, is_taken, programs
from app.supervisor.supervisor import Supervisor


def welcome(port: int) -> str:
    """Return what is shown when the site answers: its address and the log-ins."""
    kept = kept_log_ins()
    log_ins = kept.read_text(encoding="utf-8") if kept.exists() else ""
    return f"\nPeishen runs at http://{HOST}:{port} (Ctrl-C stops it)\n{log_ins}\n"


def main() -> int:
    """Run the site on PORT (default 8000); return the exit status."""
    said = os.environ.get("PORT") or "8000"
    if not said.isdecimal() or not 0 < int(said) < 65536:
        print(f"PORT={said} is no port: choose a number from 1 to 65535.", file=sys.stderr)
        return 1
    port = int(said)
    if is_taken(port):
        print(f"Port {port} is taken: choose another, as in PORT={port + 1}.", file=sys.stderr)
        return 1
    knock = Knock(port)
    site = Supervisor(programs(port), ready=knock.answered, when_ready=lambda: welcome(port))
    return site.run()


if __name__ == "__main__":
    sys.exit(main())
