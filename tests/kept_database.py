"""A PostgreSQL database that the tests of a worker use one after the other."""

from __future__ import annotations

from sqlalchemy import Connection, create_engine, text

OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
SHAPE = text(
    "SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_trigger),"
    " (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_attribute),"
    " pg_database_size(current_database()) / 20000000"
)
TABLES = text(
    "SELECT quote_ident(tablename) FROM pg_tables"
    " WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1"
)
SEQUENCES = text(
    "SELECT format('setval(%L, %s, %L)', quote_ident(sequencename), coalesce(last_value, 1),"
    " last_value IS NOT NULL) FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
)


class KeptDatabase:
    """A copy of a template: emptied after each test, dropped where more than rows has changed.

    To empty it takes a tenth of the time that a copy takes.
    """

    def __init__(self, server: str, template: str, name: str):
        self.address = server.format(name=name)
        self._server, self._template, self._name = server, template, name
        self._open: Connection | None = None
        self._shape: object = None
        self._emptying = ""

    def lend(self) -> str:
        """Return the address of the database, made where there is none."""
        if self._open is None:
            self._rule(f"CREATE DATABASE {self._name} TEMPLATE {self._template}")
            self._open = create_engine(self.address, isolation_level="AUTOCOMMIT").connect()
            self._emptying = self._written(self._open)
            self._shape = self._open.execute(SHAPE).one()
        return self.address

    def take_back(self) -> None:
        """End every other connection, and leave the database as it was lent."""
        assert self._open is not None
        self._open.execute(OTHERS)
        if self._open.execute(SHAPE).one() == self._shape:
            self._open.exec_driver_sql(self._emptying)
        else:
            self.drop()

    def drop(self) -> None:
        """Drop the database, if there is one."""
        if self._open is not None:
            self._open.close()
            self._open.engine.dispose()
            self._open = None
            self._rule(f"DROP DATABASE {self._name} WITH (FORCE)")

    def _rule(self, statement: str) -> None:
        engine = create_engine(self._server.format(name="postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    @staticmethod
    def _written(connection: Connection) -> str:
        """Return what empties every table, puts the template's rows back and numbers anew.

        No trigger fires meanwhile; the template's rows are kept in a schema beside.
        """
        tables = connection.scalars(TABLES).all()
        full = [one for one in tables if connection.scalar(text(f"SELECT 1 FROM {one} LIMIT 1"))]
        connection.execute(text("CREATE SCHEMA kept"))
        for one in full:
            connection.execute(text(f"CREATE TABLE kept.{one} AS TABLE {one}"))
        deleted = "".join(f"DELETE FROM {one};" for one in tables)
        back = "".join(f"INSERT INTO {one} SELECT * FROM kept.{one};" for one in full)
        numbers = ", ".join(connection.scalars(SEQUENCES))
        return f"SET session_replication_role = replica; {deleted} {back} SELECT {numbers};"
