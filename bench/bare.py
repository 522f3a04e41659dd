"""The bare work that pages stand against: a Flask route with one indexed read, nothing else."""

from __future__ import annotations

import os

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import bindparam, column, select, table

from app.shared.transactions import bind_events, set_mode

PERSON = select(column("name")).select_from(table("person")).where(column("id") == bindparam("id"))

db = SQLAlchemy()
app = Flask("bare")
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("PEISHEN_DATABASE", "sqlite://")
db.init_app(app)
with app.app_context():
    bind_events(db.engine)


@app.get("/<int:number>")
def name(number: int) -> str:
    """Return a person's name: the same database, driver and kind of transaction as the pages."""
    set_mode("read")
    return db.session.execute(PERSON, {"id": number}).scalar_one()
