"""What the demonstration does not show by itself: each state of an import, of work, of a draw.

`prepare` makes them and returns who opens which address; "" is who has not signed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask_security import hash_password
from sqlalchemy import exists, select

from app.accounts.models import User
from app.accounts.terms import Desk, RoleKind
from app.bodies.models import Body
from app.demo.officers import ASSESSOR, OFFICERS, PASSWORD
from app.demo.world import BASIC
from app.draws.models import Draw
from app.messages.models import Message
from app.people.importing.jobs import apply_rows, check_rows
from app.people.importing.reading import mapping_of, upload_of
from app.people.importing.terms import Given
from app.people.importing.undoing import undo_import
from app.people.importing.uploading import upload_roll
from app.people.models import Act, OathTenure, Pause, Person, RollImport, Tenure
from app.people.service.kinship import note_kinship
from app.people.terms import KinKind, Office
from app.shared import clock
from app.shared.db import db
from app.shared.jobs.models import Job
from app.shared.transactions import transaction
from app.trials.models import Panel, Seat
from app.trials.service.drawing import annul_draw, freeze_panel
from app.trials.service.panels import withdraw_panel
from app.trials.terms import PanelState, SeatState
from tests.builders import Make
from tests.journeys.court import roll_sheet
from tests.journeys.states_elections import election_pages
from tests.journeys.states_ends import end_pages, own_removal
from tests.journeys.states_promotion import proposal_pages, record_pages
from tests.journeys.states_record import held_cohorts
from tests.journeys.states_school import a_school
from tests.journeys.states_votes import vote_pages
from tests.trials.cases import a_case

CLERK, PERSONNEL, PRESIDENT = OFFICERS[0].email, OFFICERS[1].email, OFFICERS[2].email
NEWCOMER, ASKED, COUNTY = "newcomer@example.org", "asked@example.org", OFFICERS[5].email
RARE_NAMES = ("阿卜杜热合曼·买买提吐尔逊", "张䶮", "王𬍛")
EMPTY_PAGES = (
    *("/", "/people", "/cases", "/replies", "/imports", "/inbox/", "/inbox/?show=all"),
    *(
        "/reminders/",
        "/draws",
        "/audit",
        "/elections",
        "/people?q=zz",
        "/cases?q=zz",
        "/rules?q=zz",
    ),
    *("/audit?act=act:annulled", "/audit?day=x", "/draws?q=zz"),
)


@dataclass(frozen=True)
class Stage:
    """The demonstration's court with the desks that act in it."""

    court: Body
    personnel: Desk
    clerk: Desk


def prepare() -> Mapping[str, list[str]]:
    """Make every state, committed; return the addresses by who opens them."""
    court = db.session.scalars(select(Body).where(Body.code == BASIC[0].code)).one()
    stage = Stage(court, _desk(PERSONNEL, court), _desk(CLERK, court))
    person = _people_with_rare_names(stage)
    draws = _draws(stage)
    opened: dict[str, list[str]] = {
        PERSONNEL: [
            *_imports(stage),
            *_jobs(stage),
            f"/people/{person}",
            _not_sworn(stage),
            _act(stage),
            *_kin(stage),
            *election_pages(stage.personnel),
        ],
        CLERK: [*draws, "/verify", _case_without_panel(stage)],
        ASSESSOR[0]: ["/my/days?month=" + (clock.today() + timedelta(days=31)).strftime("%Y-%m")],
        COUNTY: [_county_person(), "/people/oaths"],
        ASKED: ["/my/"],
        "": ["/", "/login", "/draws", *draws[:3], *_links()],
        NEWCOMER: [*EMPTY_PAGES],
    }
    opened[PERSONNEL] += record_pages(stage.court, stage.personnel)
    officer, president = end_pages(stage.personnel, _desk(PRESIDENT, court))
    opened[PERSONNEL] += officer
    opened[PRESIDENT] = president
    account = db.session.scalars(select(User).where(User.email == ASSESSOR[0])).one()
    own_removal(stage.personnel, account.person_id or 0)
    opened[ASSESSOR[0]].append("/my/end")
    county = db.session.scalars(select(Body).where(Body.code == BASIC[3].code)).one()
    opened[COUNTY] += proposal_pages(county, _desk(COUNTY, county))
    opened[COUNTY] += vote_pages(_desk(COUNTY, county), "（2026）红民初9号")
    _empty_court()
    _somebody_asked()
    for more in (a_school(), held_cohorts()):
        for who, addresses in more.items():
            opened.setdefault(who, []).extend(addresses)
    return opened


def _not_sworn(stage: Stage) -> str:
    """Return the page of an assessor who has not taken the oath."""
    sworn = exists().where(OathTenure.tenure_id == Tenure.id)
    found = select(Person.uid).join(Tenure, Tenure.person_id == Person.id)
    where = (Tenure.body_id == stage.court.id, Tenure.office == Office.ASSESSOR, ~sworn)
    return f"/people/{db.session.scalars(found.where(*where).limit(1)).one()}"


def _case_without_panel(stage: Stage) -> str:
    """Enter a case that waits for its panel; return its page."""
    with transaction():
        return f"/cases/{a_case(stage.clerk, 7).uid}"


def _kin(stage: Stage) -> list[str]:
    """Note kin of an assessor; return his page, and that on which it is ended."""
    where = (Tenure.body_id == stage.court.id, Tenure.office == Office.ASSESSOR)
    with transaction():
        tenure = db.session.scalars(select(Tenure).where(*where).order_by(Tenure.id).limit(1)).one()
        kin = note_kinship(stage.personnel, tenure.person, "王某", KinKind.SPOUSE)
        own = f"/people/{tenure.person.uid}"
        return [own, f"{own}/kin/{kin.id}"]


def _desk(email: str, court: Body) -> Desk:
    user = db.session.scalars(select(User).where(User.email == email)).one()
    return Desk(user.id, user.name, court.id, frozenset(RoleKind), "zh_Hans", court.zone)


def _people_with_rare_names(stage: Stage) -> str:
    """Name three people as names really are, the one on leave first; return his public id."""
    where = (Tenure.body_id == stage.court.id, Tenure.office == Office.ASSESSOR)
    with transaction():
        tenures = select(Tenure).outerjoin(Pause).where(*where)
        tenures = tenures.order_by(Pause.id.is_(None), Tenure.id).limit(3)
        people = [tenure.person for tenure in db.session.scalars(tenures)]
        for name, person in zip(RARE_NAMES, people, strict=True):
            person.name = name
        return people[0].uid


def _imports(stage: Stage) -> list[str]:
    """Return the pages of five imports, each in another state; two are the demonstration's."""
    states = {row.state: row for row in db.session.scalars(select(RollImport))}
    applied, previewed = states["applied"], states["previewed"]
    odd = "姓氏名字,备考\n王小明,无\n".encode()
    uploaded = _uploaded(stage, odd, "odd.csv")
    undone = _previewed(stage, roll_sheet(9, clock.today()), "undone.xlsx")
    working = _uploaded(stage, odd, "working.csv")
    with transaction():
        apply_rows(stage.personnel, undone.id, _waivers(undone))
        db.session.flush()
        undo_import(stage.personnel, undone.id)
    with transaction():
        job = _job(stage, "running", step="Reading the rows", done=400, total=2000)
        db.session.add(job)
        db.session.flush()
        row = db.session.get_one(RollImport, working.id)
        row.job_id, row.state = job.id, "mapped"
    pages = [f"/imports/{row.uid}" for row in (previewed, applied, undone, working)]
    shown = [f"{pages[0]}?show={state}" for state in ("new", "changed", "same", "wrong")]
    return [f"/imports/{uploaded.uid}/columns", *pages, *shown, f"{pages[0]}/apply"]


def _uploaded(stage: Stage, content: bytes, name: str) -> RollImport:
    upload = upload_of(content, name, stage.personnel.body_id, clock.today())
    with transaction():
        row = upload_roll(stage.personnel, upload, Given())
        db.session.flush()
        import_id = row.id
    return db.session.get_one(RollImport, import_id)


def _previewed(stage: Stage, content: bytes, name: str) -> RollImport:
    row = _uploaded(stage, content, name)
    choices = {i: field or "" for i, field in enumerate(mapping_of(row).fields)}
    with transaction():
        check_rows(stage.personnel, db.session.get_one(RollImport, row.id), choices, Given())
    return db.session.get_one(RollImport, row.id)


def _waivers(row: RollImport) -> dict[str, str]:
    return dict.fromkeys(("education.minimum", "term.most", "age.maximum"), "本院确需")


def _jobs(stage: Stage) -> list[str]:
    """Return the pages of work in each of its states."""
    refusal = {"text": "There is nothing in the file.", "facts": {}, "way_out": ""}
    jobs = [
        _job(stage, "waiting"),
        _job(stage, "running", step="Writing the register", done=1200, total=20_000),
        _job(stage, "running", step="Writing the register", done=1, total=9, cancel=True),
        _job(stage, "done", done=9, total=9, result={"link": "/people"}),
        _job(stage, "failed", fault="A rule stands against it; nothing was changed.",
             result={"refusals": [refusal]}),
        _job(stage, "cancelled"),
    ]  # fmt: skip
    with transaction():
        db.session.add_all(jobs)
        db.session.flush()
        return [f"/jobs/{job.uid}?still=1" for job in jobs]


def _job(stage: Stage, state: str, **more: Any) -> Job:
    ended = clock.now() if state not in ("waiting", "running") else None
    who = {"body_id": stage.court.id, "by_id": stage.personnel.id}
    words = {"heartbeat_at": clock.now(), "ended_at": ended, "runs": 1}
    return Job(verb="import.apply", state=state, **who, **words, **more)


def _draws(stage: Stage) -> list[str]:
    """Freeze one panel and annul the draw of another; return the pages of both, and what a clerk
    does about a drawn panel and a seat that waits."""
    with transaction():
        asked, left, annulled, drawn = _panels(stage)
        withdraw_panel(stage.clerk, left, "案件撤诉")
        frozen = freeze_panel(stage.clerk, asked, {})
        fallen = annul_draw(stage.clerk, annulled, "开庭日误填")
        db.session.flush()
        records = [f"/draws/record/{draw.uid}" for draw in (frozen, fallen)]
    made = db.session.scalars(select(Draw.uid).where(Draw.state == "made").limit(1)).one()
    waits = select(Seat.uid).join(Panel).where(Panel.body_id == stage.court.id)
    seat = db.session.scalars(waits.where(Seat.state == SeatState.INVITED).limit(1)).one()
    acts = [f"/panels/{asked.uid}/draw/open", f"/panels/{drawn.uid}/annul"]
    acts += [f"/panels/{drawn.uid}/draw/result"]
    acts += [f"/panels/{panel.uid}" for panel in (annulled, left)]
    acts += [f"/cases/{left.cases[0].uid}"]
    seen = ("", "/served", "/not-served", "/not-answered", "/answer", "/replace")
    acts += [f"/replies/seats/{seat}{act}" for act in seen]
    acts += [f"/days/{drawn.days[0].uid}/take-back", f"/days/panels/{drawn.uid}/reopen"]
    return [*records, f"/draws/record/{made}", *acts]


def _panels(stage: Stage) -> tuple[Panel, Panel, Panel, Panel]:
    """Return two panels that wait for a draw, and the first and last drawn with days ahead."""
    where = (Panel.body_id == stage.court.id, Panel.state.in_(("requested", "drawn")))
    panels = db.session.scalars(select(Panel).where(*where).order_by(Panel.id)).all()
    ahead = [p for p in panels if all(day.day > clock.today() for day in p.days)]
    asked = [panel for panel in ahead if panel.state == PanelState.REQUESTED]
    drawn = [panel for panel in ahead if panel.state == PanelState.DRAWN]
    return asked[0], asked[1], drawn[0], drawn[-1]


def _links() -> list[str]:
    """Return a secret link of a seat that waits, of one that was answered, of one released."""
    states = (SeatState.INVITED, SeatState.ACCEPTED, SeatState.RELEASED)
    found = [_link(state) for state in states]
    assert all(found), found
    return [urlsplit(link).path for link in found]


def _link(state: SeatState) -> str:
    seats = db.session.scalars(select(Seat.id).where(Seat.state == state).order_by(Seat.id.desc()))
    subjects = [f"seat:{seat}" for seat in seats]
    links = db.session.scalars(select(Message.link).where(Message.subject.in_(subjects)))
    return next((link for link in links if "/a/" in link), "")


def _act(stage: Stage) -> str:
    """Return the page of an act of the court, which the personnel office may annul in a line."""
    acts = select(Act.uid).where(Act.body_id == stage.court.id, Act.annulled_at.is_(None))
    return f"/people/acts/{db.session.scalars(acts.limit(1)).one()}"


def _county_person() -> str:
    """Return the page of somebody in the county of 1953, where nobody has taken an oath."""
    where = (Tenure.office == Office.ASSESSOR, Body.code == BASIC[3].code)
    people = select(Person.uid).join(Tenure, Tenure.person_id == Person.id).join(Body)
    return f"/people/{db.session.scalars(people.where(*where).limit(1)).one()}"


def _somebody_asked() -> None:
    """Give an account to somebody whose seat waits for his answer."""
    asked = select(Seat.person_id).where(Seat.state == SeatState.INVITED).limit(1)
    words = {"email": ASKED, "password": hash_password(PASSWORD), "name": "待答复"}
    Make().user(None, person_id=db.session.scalars(asked).one(), **words)


def _empty_court() -> None:
    """Make a court in which nothing has happened, with one who does everything there."""
    make = Make()
    court = make.court(name="新设县人民法院", name_en="Newly Made County Court", code="ND0001")
    words = {"email": NEWCOMER, "password": hash_password(PASSWORD), "name": "孔新"}
    make.user(court, *RoleKind, **words)
