"""Words of people: offices, rolls, reasons."""

from enum import StrEnum


class Sex(StrEnum):
    """As the register of residents states it."""

    FEMALE = "female"
    MALE = "male"


class Office(StrEnum):
    """An office that a person holds in a body."""

    ASSESSOR = "assessor"
    JUDGE = "judge"
    PRESIDENT = "president"
    VICE_PRESIDENT = "vice_president"
    CADRE = "cadre"
    COMMITTEE_MEMBER = "committee_member"
    TRAINEE = "trainee"


class Form(StrEnum):
    """cn-1953 section 8: fixed by region (A), or named for one trial (B)."""

    A = "A"
    B = "B"


class IdKind(StrEnum):
    """What a person is identified by."""

    NUMBER = "id_number"
    RESIDENCE_PERMIT = "residence_permit"
    FOREIGN_PERMIT = "foreign_permit"
    OTHER = "other"


class RollKind(StrEnum):
    """The court's roll and its special rolls."""

    GENERAL = "general"
    SPECIALIST = "specialist"
    JUVENILE = "juvenile"
    WORKERS = "workers"
    NAMED = "named"  # 1953, § 8, form B: whom an organisation named for one case, its subject


class LineKind(StrEnum):
    """What a line of an act does."""

    APPOINTS = "appoints"
    REMOVES = "removes"
    SETS_POSTS = "sets_posts"


class PauseKind(StrEnum):
    """What interrupts a tenure without ending it."""

    LEAVE = "leave"
    SUSPENSION = "suspension"


class KinKind(StrEnum):
    """Recusal Rules 2011, Article 1: near kin, and those narrower ones that count with counsel."""

    SPOUSE = "spouse"
    PARENT_CHILD = "parent_or_child"
    DIRECT_LINE = "direct_line"  # any other
    SIBLING = "sibling"
    COLLATERAL = "collateral_three_generations"  # any other
    IN_LAW = "near_in_law"


class CheckKind(StrEnum):
    """Law 2018, Articles 6 and 7: what may bar a person."""

    OFFICE = "office"
    CRIMINAL = "criminal_punishment"
    DISMISSED = "dismissed"
    LICENCE = "licence_revoked"
    DEBTOR = "judgment_debtor"
    REMOVED = "removed_as_assessor"
    GRAVE = "grave_violation"


class AbsenceKind(StrEnum):
    """Why somebody is not free on a half day."""

    SITTING = "sitting"
    COURSE = "course"
    LEAVE = "leave"
    OWN = "own_days"


class Half(StrEnum):
    """Half of a day."""

    AM = "am"
    PM = "pm"
