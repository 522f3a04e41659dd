"""Every route declares who may use it, and the declaration holds."""

from __future__ import annotations

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.routing.converters import NumberConverter

from app.accounts.access import GUARDED_ELSEWHERE, undeclared
from app.accounts.terms import RoleKind
from tests.builders import Make

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def addresses(app: Flask, kind: str) -> list[tuple[str, str, set[RoleKind]]]:
    """Return (method, path, roles) of the routes with a kind of access, ids filled with x."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith(GUARDED_ELSEWHERE):
                continue
            access = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
            if access.kind != kind:
                continue
            numbers = {n for n, c in rule._converters.items() if isinstance(c, NumberConverter)}
            values = {name: 1 if name in numbers else "x" for name in rule.arguments}
            values |= {name: "following" for name in rule.arguments if name == "way"}
            assert request is not None
            path = app.url_map.bind("localhost").build(rule.endpoint, values)
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            found.append((method, path, set(access.roles)))
    return found


def test_nothing_is_undeclared(app: Flask):
    assert undeclared(app) == []


def test_an_undeclared_route_is_found(app: Flask):
    app.view_functions["careless"] = lambda: ""
    assert undeclared(app) == ["careless"]


def test_who_is_not_signed_in_is_asked_to_sign_in(app: Flask, client: FlaskClient):
    for kind in ("roles", "signed_in"):
        for method, path, _ in addresses(app, kind):
            answer = client.open(path, method=method)
            assert answer.status_code == 302, (method, path)
            assert "/login" in answer.location


def test_a_role_that_was_not_named_is_refused(app: Flask, client: FlaskClient, make: Make):
    court = make.court()
    for role in RoleKind:
        make.signed_in(client, make.user(court, role))
        for method, path, roles in addresses(app, "roles"):
            if role not in roles:
                assert client.open(path, method=method).status_code == 403, (role, path)


def test_foreign_hosts_are_refused(client: FlaskClient):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/").status_code == 200


def test_headers_forbid_foreign_and_inline_scripts(client: FlaskClient):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
