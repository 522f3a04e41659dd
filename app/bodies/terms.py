"""Kinds of bodies and of what binds them."""

from enum import StrEnum


class BodyKind(StrEnum):
    """What a body is."""

    BASIC = "basic_court"
    INTERMEDIATE = "intermediate_court"
    HIGH = "high_court"
    SUPREME = "supreme_court"
    SPECIAL = "special_court"
    CIRCUIT = "circuit_court"
    TRIBUNAL = "tribunal"
    CONGRESS = "congress"
    BUREAU = "justice_bureau"
    SCHOOL = "cadre_school"
    ORGANISATION = "mass_organisation"


COURTS = (
    BodyKind.BASIC,
    BodyKind.INTERMEDIATE,
    BodyKind.HIGH,
    BodyKind.SUPREME,
    BodyKind.SPECIAL,
    BodyKind.CIRCUIT,
    BodyKind.TRIBUNAL,
)


class LinkKind(StrEnum):
    """How one body stands to another, from a day to a day."""

    HIGHER = "higher_court"
    CONGRESS = "appointing_congress"
    BUREAU = "justice_bureau"
    DRAWS_FROM = "draws_from"


class SuccessionKind(StrEnum):
    """What happened to a body on a day."""

    MERGED = "merged"
    SPLIT = "split"
    RENAMED = "renamed"


# What passes everything on to one body. A split does not: it leaves open who goes where.
TAKING_OVER = (SuccessionKind.MERGED, SuccessionKind.RENAMED)
