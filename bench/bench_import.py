"""Import of a roll against the bare work: calamine's read and the same rows in by bulk inserts.

Both run in a process of their own over SQLite, sealing included. The bare work gets its rows
ready made: reading dates, names and numbers, comparing with the register, is the product's.
"""

from __future__ import annotations

import io
import json
import pickle
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import event, insert, select

from bench.site import ROOT, application, migrated

AIM, ROUNDS = 3.0, 2  # the better of two rounds of each: other work may disturb one
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文斌晓东海燕"
HEADINGS = (
    *("姓名", "性别", "出生日期", "身份证号码", "学历", "职业", "工作单位", "住址", "联系电话"),
    *("电子邮箱", "名册", "形式", "任命机关", "任命文号", "任命日期", "宣誓日期", "任期起"),
    *("任期止", "曾任届数", "本年参审案件数", "本年参审天数"),
)
# Tables that only the import itself needs; the others are the register's.
OWN = ("roll_import", "import_row", "stored_file", "job", "audit_line")


def roll_rows(number: int) -> Iterator[list[str]]:
    """Return invented rows of a roll; ID numbers are different and their last places fit."""
    from app.people.identity import upgraded

    chance = Random(2026)
    for n in range(number):
        born = date(1960, 1, 1) + timedelta(days=n % 11_000)
        code = f"{110_000 + n // 11_000 * 10 + 101:06}{born:%y%m%d}{chance.randrange(500) * 2:03}"
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))
        yield [
            *(name, "女", born.isoformat(), upgraded(code), "本科", "教师"),
            *(f"试验第{n % 500}中学", f"幸福路{n}号", f"139{n:08}", f"p{n}@example.org"),
            *("普通", "A", "试验区人大常委会", f"试人发〔2025〕{n // 400}号"),
            *("2025-03-01", "2025-03-10", "2025-03-01", "2030-02-28"),
            *("0", str(n % 20), f"{n % 15}.5"),
        ]


def run(scale: Any) -> list[dict[str, Any]]:
    """Return the figures for `scale.import_rows` rows (or a number of rows)."""
    number = int(getattr(scale, "import_rows", scale))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _prepare(folder, number)
        rounds = 1 if number < 1000 else ROUNDS
        both = [(_process("product", folder), _process("bare", folder)) for _ in range(rounds)]
        product = min((one for one, _ in both), key=_whole)
        bare = min((other for _, other in both), key=lambda took: took["read"] + took["insert"])
    whole = _whole(product)
    ratio = whole / (bare["read"] + bare["insert"])
    register = whole / (bare["read"] + bare["register"])
    split = "read and keep {read:.1f} s, preview {preview:.1f} s, apply {apply:.1f} s"
    split += " (the writer held {held:.1f} s of it, aim under 5)"
    against = f"bare {bare['read']:.1f} s read + {bare['insert']:.1f} s insert"
    return [
        {
            "name": f"import of {number} rows against calamine + bulk inserts",
            "value": round(ratio, 2),
            "unit": "times",
            "aim": f"under {AIM:g}",
            "note": f"{split.format(**product)}; {against} of {bare['rows']} rows; "
            f"{register:.2f} times without the import's own tables",
        },
        {
            "name": f"rows a second, upload to applied ({number} rows)",
            "value": round(number / whole),
            "unit": "rows/s",
            "aim": "",
            "note": "",
        },
        {
            "name": f"peak memory of that import ({number} rows)",
            "value": round(product["memory"]),
            "unit": "MB",
            "aim": "",
            "note": f"the child that parses: {product['child']:.0f} MB; bare: "
            f"{bare['memory']:.0f} MB",
        },
    ]


def _whole(took: dict[str, Any]) -> float:
    return took["read"] + took["preview"] + took["apply"]


def _prepare(folder: Path, number: int) -> None:
    from app.shared.db import db
    from app.shared.spreadsheets import write_table
    from tests.builders import Make

    (folder / "roll.xlsx").write_bytes(write_table(HEADINGS, roll_rows(number)))
    for place in ("product", "bare"):
        app = migrated(f"sqlite:///{folder}/empty-{place}.db", folder)
        with app.app_context():
            if place == "product":
                make = Make()
                make.desk(make.court())
            db.session.remove()
            with db.engine.connect() as connection:  # the log goes into the file that is copied
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()


def _process(what: str, folder: Path) -> dict[str, Any]:
    for left in folder.glob(f"{what}.db*"):
        left.unlink()
    shutil.copy(folder / f"empty-{what}.db", folder / f"{what}.db")
    command = [sys.executable, "-m", "bench.bench_import", what, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def _timed(into: dict[str, float], name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    into[name] = time.perf_counter() - begun


def _watch_the_writer(engine: Any, into: dict[str, float]) -> None:
    """Note under "held" how long the longest transaction kept others from writing (seconds)."""
    from app.shared.transactions import only_reads

    begun: dict[int, float] = {}

    def begin(connection: Any) -> None:
        if not only_reads():
            begun[id(connection.connection.dbapi_connection)] = time.perf_counter()

    def commit(connection: Any) -> None:
        since = begun.pop(id(connection.connection.dbapi_connection), None)
        if since is not None:
            into["held"] = max(into.get("held", 0.0), time.perf_counter() - since)

    event.listen(engine, "begin", begin)
    event.listen(engine, "commit", commit)


def product(folder: Path) -> dict[str, float]:
    """Bring the roll in as worker and web do together; keep the rows made for the bare work."""
    app = application(f"sqlite:///{folder}/product.db", folder)
    from app.accounts.models import User
    from app.accounts.terms import Desk, RoleKind
    from app.bodies.models import Body
    from app.people.importing.jobs import apply_rows, check_if_clear
    from app.people.importing.reading import upload_of
    from app.people.importing.terms import Given
    from app.people.importing.uploading import upload_roll
    from app.people.models import RollImport
    from app.shared import clock
    from app.shared.db import db
    from app.shared.jobs.running import run_now
    from app.shared.transactions import transaction

    took: dict[str, float] = {}
    with app.app_context():
        _watch_the_writer(db.engine, took)
        with transaction("read"):
            user, body = (
                db.session.scalars(select(User)).one(),
                db.session.scalars(select(Body)).one(),
            )
            desk = Desk(user.id, user.name, body.id, frozenset(RoleKind))
        with _timed(took, "read"):
            content = (folder / "roll.xlsx").read_bytes()
            upload = upload_of(content, "roll.xlsx", desk.body_id, clock.today())
            with transaction():
                row = upload_roll(desk, upload, Given())
                assert check_if_clear(desk, row, Given())
                import_id, job_id = row.id, row.job_id
            del upload
        with _timed(took, "preview"):
            if job_id:
                run_now(job_id)
        with _timed(took, "apply"):
            with transaction():
                job_id = apply_rows(desk, import_id, {}).job_id
            if job_id:
                run_now(job_id)
        took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        took["child"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        with transaction("read"):
            row = db.session.get_one(RollImport, import_id)
            assert row.state == "applied", (row.state, row.counts)
        _keep_rows(folder)
    return took


def _keep_rows(folder: Path) -> None:
    """Keep all rows of the database as plain values, for the bare work."""
    from app.shared.db import db, kept_tables
    from app.shared.transactions import transaction

    with transaction("read"), (folder / "rows.pickle").open("wb") as file:
        for table in kept_tables():
            found = db.session.execute(select(table)).all()
            pickle.dump((table.name, [dict(one._mapping) for one in found]), file)


def bare(folder: Path) -> dict[str, float]:
    """Read the workbook and insert the same rows, one executemany a table, one transaction."""
    app = application(f"sqlite:///{folder}/bare.db", folder)
    import python_calamine

    from app.shared.db import Base, db, kept_tables
    from app.shared.transactions import transaction

    took: dict[str, float] = {"insert": 0.0, "register": 0.0, "rows": 0}
    with app.app_context():
        with _timed(took, "read"):
            content = io.BytesIO((folder / "roll.xlsx").read_bytes())
            python_calamine.CalamineWorkbook.from_filelike(content).get_sheet_by_index(
                0
            ).to_python()
        begun = time.perf_counter()
        waited = 0.0
        with transaction(), (folder / "rows.pickle").open("rb") as file:
            for _ in kept_tables():
                loading = time.perf_counter()
                name, rows = pickle.load(file)
                waited += time.perf_counter() - loading
                if rows:
                    with _timed(took, "table"):
                        db.session.execute(insert(Base.metadata.tables[name]), rows)
                    took["register"] += took["table"] if name not in OWN else 0
                    took["rows"] += len(rows)
            closing = time.perf_counter()
        took["register"] += time.perf_counter() - closing
        took["insert"] = time.perf_counter() - begun - waited
        took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return took


if __name__ == "__main__":
    print(json.dumps({"product": product, "bare": bare}[sys.argv[1]](Path(sys.argv[2]))))
