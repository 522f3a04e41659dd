"""Where the proof of a condition stands, for the page of one person."""

from __future__ import annotations

from datetime import date

from app.people.models import Act
from app.people.queries import assessor_tenures
from app.people.queries.posts import posts_of
from app.people.terms import Office
from app.promotion.queries import years_of
from app.shared.screens import join_phrases


def sources_of(person_id: int, court_id: int, day: date) -> dict[str, str]:
    """Return the sources of conditions by their keys, as texts (five statements).

    The act of the tenure, the years of the cases, the act that set the number of posts.
    """
    years = join_phrases(f"{year}: {cases}" for year, cases in years_of(person_id, day))
    posts = [one for one in posts_of(court_id, day) if one.office == Office.JUDGE]
    set_by = _named(posts[0].act if posts else None)
    return {
        "recruitment.from_assessors": _begun(person_id, court_id, day),
        "promotion.participations": years,
        "deployment.planned": set_by,
        "judge.appointed_to_vacancy": set_by,
    }


def _begun(person_id: int, court_id: int, day: date) -> str:
    held = [one for one in assessor_tenures(person_id, court_id, day) if one.since <= day]
    lines = [one.start_line for one in held]
    return _named(lines[0].act) if lines and lines[0] else ""


def _named(act: Act | None) -> str:
    return f"{act.organ} {act.number}" if act else ""
