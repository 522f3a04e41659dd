"""Tables of people, in four rooms: who, by which act, in which office, when away."""

from app.people.models.acts import Act, ActLine, Post
from app.people.models.imports import ImportRow, RollImport
from app.people.models.offices import Oath, OathTenure, Pause, Roll, RollEntry, Tenure
from app.people.models.persons import Check, Identifier, Identity, Kinship, NameGram, Person
from app.people.models.time import Absence, PersonYear

__all__ = [
    "Absence",
    "Act",
    "ActLine",
    "Check",
    "Identifier",
    "Identity",
    "ImportRow",
    "Kinship",
    "NameGram",
    "Oath",
    "OathTenure",
    "Pause",
    "Person",
    "PersonYear",
    "Post",
    "Roll",
    "RollEntry",
    "RollImport",
    "Tenure",
]
