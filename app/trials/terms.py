"""Words of trials: matters, procedures, the states of panels, seats and days."""

from enum import StrEnum


class Matter(StrEnum):
    """What a case is about."""

    CRIMINAL = "criminal"
    CIVIL = "civil"
    ADMINISTRATIVE = "administrative"


class Procedure(StrEnum):
    """By which procedure a case is heard (Interpretation 2019, Article 5, bars some)."""

    ORDINARY = "ordinary"
    SUMMARY = "summary"
    SPECIAL = "special_procedure"
    PAYMENT_ORDER = "payment_order"
    PUBLIC_SUMMONS = "public_summons"
    FOREIGN_DIVORCE = "foreign_divorce"
    WITHOUT_HEARING = "without_hearing"


class PanelState(StrEnum):
    """Where a panel stands."""

    REQUESTED = "requested"
    FROZEN = "frozen"
    DRAWN = "drawn"
    ALONE = "judges_alone"  # no assessor sits, so nothing is drawn
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class SeatState(StrEnum):
    """Where a seat's story stands."""

    DRAWN = "drawn"
    ALTERNATE = "alternate"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SILENT = "silent"
    REPLACED = "replaced"
    RELEASED = "released"


HOLDING = (SeatState.DRAWN, SeatState.INVITED, SeatState.ACCEPTED)


class DayState(StrEnum):
    """Where a sitting day stands."""

    SET = "set"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"


class DayPart(StrEnum):
    """Which part of a day a panel sits."""

    AM = "am"
    PM = "pm"
    WHOLE = "whole"


class PartyRole(StrEnum):
    """As what somebody takes part in a case."""

    PLAINTIFF = "plaintiff"
    DEFENDANT = "defendant"
    ACCUSED = "accused"
    PROSECUTOR = "private_prosecutor"
    VICTIM = "victim"
    ATTACHED_PLAINTIFF = "attached_plaintiff"  # of the civil action in a criminal case
    ATTACHED_DEFENDANT = "attached_defendant"
    THIRD = "third_party"
    AGENT = "agent"
    DEFENDER = "defender"
    WITNESS = "witness"
    EXPERT = "expert"
    INTERPRETER = "interpreter"
    INSPECTOR = "inspector"
    MEDIATOR = "mediator"
    INTERESTED = "interested"


SIDES = frozenset(
    {
        PartyRole.PLAINTIFF,
        PartyRole.DEFENDANT,
        PartyRole.ACCUSED,
        PartyRole.PROSECUTOR,
        PartyRole.VICTIM,
        PartyRole.ATTACHED_PLAINTIFF,
        PartyRole.ATTACHED_DEFENDANT,
        PartyRole.THIRD,
    }
)
COUNSEL = frozenset({PartyRole.AGENT, PartyRole.DEFENDER})
