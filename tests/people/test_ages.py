"""The ages of those in office: counted by the database as the rules count them, banded, drawn."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.terms import RoleKind
from app.people.ages import HIGHEST, LOWEST, STEP, UNKNOWN, Counts, bands_of, middle_of
from app.people.here import sight_of
from app.people.queries.ages import ages_in_office
from app.people.terms import Office, Sex
from app.shared.dates import Birth
from tests.builders import Make
from tests.trials.panels import a_browser
from tests.trials.screens.forms import statements

DAY, LEAP = date(2026, 11, 2), date(2028, 2, 29)
BORN = (
    *(date(2001, 11, 2), date(2001, 11, 3), date(1976, 11, 2), date(1976, 11, 3)),
    *(date(1951, 11, 2), date(1951, 11, 3), date(1996, 2, 29), date(1998, 2, 28)),
    *(date(1998, 3, 1), date(1930, 1, 1)),
)
COUNTS = st.dictionaries(
    st.tuples(
        st.sampled_from([Sex.FEMALE, Sex.MALE, None]),
        st.sampled_from([UNKNOWN, *range(LOWEST - STEP, HIGHEST + 1, STEP)]),
    ),
    st.integers(1, 9000),
)


def band_at(age: int) -> int:
    return min(max(age // STEP * STEP, LOWEST - STEP), HIGHEST)


@pytest.mark.parametrize("day", [DAY, LEAP])
def test_the_database_counts_ages_as_the_rules_do(app: Flask, make: Make, day: date):
    court = make.court()
    for born in BORN:
        make.assessor(court, sex=Sex.FEMALE, birth=born, birth_year=born.year)
    make.assessor(court, sex=Sex.MALE, birth=None, birth_year=1976)
    make.assessor(court, sex=None, birth=None, birth_year=None)
    make.assessor(make.court(), sex=Sex.MALE)  # another court's
    expected: dict[tuple[Sex | None, int], int] = {}
    for born in BORN:
        at = band_at(Birth(born.year, born).age_on(day))
        expected[Sex.FEMALE, at] = expected.get((Sex.FEMALE, at), 0) + 1
    expected[Sex.MALE, band_at(Birth(1976).age_on(day))] = 1
    expected[None, UNKNOWN] = 1
    assert ages_in_office(sight_of(court.id, day), Office.ASSESSOR, day) == expected
    assert ages_in_office(sight_of(court.id, day), Office.JUDGE, day) == {}


@given(COUNTS)
def test_bands_lose_nobody_and_leave_no_gap(counts: Counts):
    bands = bands_of(counts)
    assert sum(band.number for band in bands) == sum(counts.values())
    known = [band.lowest for band in bands if band.lowest != UNKNOWN]
    assert known == list(range(known[0], known[-1] + 1, STEP)) if known else True
    middle = middle_of(bands)
    assert (middle is None) == (not known)
    if middle:
        younger = sum(band.number for band in bands if UNKNOWN < band.lowest < middle.lowest)
        whole = sum(band.number for band in bands if band.lowest != UNKNOWN)
        assert younger < whole / 2 <= younger + middle.number


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_page_shows_picture_and_table_of_a_day(app: Flask, make: Make):
    high = make.court()
    court = make.court(None, under=high)
    make.assessor(court, sex=Sex.FEMALE, birth=date(1970, 5, 1), birth_year=1970)
    make.assessor(court, sex=None, birth=None, birth_year=None)
    browser = make.signed_in(a_browser(app), make.user(high, RoleKind.INSPECTOR))
    page = browser.get("/people/ages").text
    assert "2 assessors in office, 1 of them women; in the middle by age: 55–59" in page
    assert page.count("<rect") == 1
    assert 'role="img"' in page
    assert '<th scope="row" class="fw-normal">not known</th>' in page
    assert "style=" not in page
    assert "No assessor is in office" in browser.get("/people/ages?day=1990-1-1").text
    assert "This is not a day" in browser.get("/people/ages?day=yesterday").text
    assert statements(browser, "/people/ages") <= 10
