"""An assessor gets his account from the personnel office, and mails in the language he chose."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from flask_security import verify_password

from app.accounts.models import User
from app.accounts.terms import RoleKind
from app.audit.models import AuditLine
from app.people.models import Person
from app.shared.db import db
from tests.builders import Make


def account_of(person: Person) -> User:
    db.session.expire_all()
    return db.session.query(User).filter_by(person_id=person.id).one()


def test_an_account_is_opened_closed_and_opened_again(client: FlaskClient, make: Make):
    court = make.court()
    person = make.assessor(court, mail="p@example.org")
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    path = f"/people/{person.uid}"
    assert "Open an account" in client.get(path).text
    client.post(f"{path}/account", data={"once": "a"})
    page = client.get(path).text
    password = page.split("shown only now: ")[1].split("<")[0].strip()
    account = account_of(person)
    assert (account.email, account.active, account.name) == ("p@example.org", True, person.name)
    assert verify_password(password, account.password or "")
    assert password not in client.get(path).text
    client.post(f"{path}/account/close", data={"once": "b"})
    assert account_of(person).active is False
    client.post(f"{path}/account", data={"once": "c"})
    account = account_of(person)
    assert account.active
    assert not verify_password(password, account.password or "")
    acts = [line.act for line in db.session.query(AuditLine).order_by(AuditLine.id)]
    assert [act for act in acts if act.startswith("account:")] == [
        *("account:opened", "account:closed", "account:reopened", "account:password_reset"),
    ]


def test_who_holds_a_role_is_not_taken_over_by_the_personnel_office(
    client: FlaskClient, make: Make
):
    court = make.court()
    person = make.assessor(court, mail="p@example.org")
    president = make.user(court, RoleKind.PRESIDENT, person_id=person.id)
    before = president.password
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    path = f"/people/{person.uid}"
    for address in (f"{path}/account", f"{path}/account/close"):
        refused = client.post(address, data={"once": address[-8:]})
        assert refused.status_code == 422
        assert "holds a role" in refused.text
        assert address not in client.get(path).text
    assert (account_of(person).password, account_of(person).active) == (before, True)


def test_an_account_that_is_open_gets_no_other_password(client: FlaskClient, make: Make):
    court = make.court()
    person = make.assessor(court, mail="p@example.org")
    before = make.user(None, person_id=person.id).password
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    refused = client.post(f"/people/{person.uid}/account", data={"once": "a"})
    assert refused.status_code == 422
    assert account_of(person).password == before


def test_without_an_address_there_is_no_account(client: FlaskClient, make: Make):
    court = make.court()
    person = make.assessor(court, mail="")
    make.signed_in(client, make.user(court, RoleKind.PERSONNEL))
    refused = client.post(f"/people/{person.uid}/account", data={"once": "a"})
    assert refused.status_code == 422
    assert "no e-mail address" in refused.text


def test_the_language_chosen_is_that_of_pages_and_mails(
    app: Flask, client: FlaskClient, make: Make
):
    person = make.assessor(make.court())
    user = make.user(None, person_id=person.id)
    make.signed_in(client, user)
    client.post("/account", data={"language": "zh_Hans", "once": "a"})
    db.session.expire_all()
    assert (user.language, person.language) == ("zh_Hans", "zh_Hans")
    assert 'lang="zh-Hans"' in client.get("/account").text
    assert client.post("/account", data={"language": "xx", "once": "b"}).status_code == 422
    db.session.expire_all()
    assert user.language == "zh_Hans"
