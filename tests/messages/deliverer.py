"""A deliverer as a process of its own, to be killed. Its leases are short."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from pathlib import Path

from app.messages import claims
from app.messages.delivery import deliver
from tests.conftest import build

if __name__ == "__main__":
    uri, folder, smtp = sys.argv[1:]
    claims.LEASE = timedelta(seconds=1)
    app = build(uri, Path(folder), SMTP=smtp, MAIL_FROM="notices@court.example")
    with app.app_context():
        while True:
            deliver()
            time.sleep(0.1)
