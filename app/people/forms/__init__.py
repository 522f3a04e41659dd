"""The shape of what is typed about people; what it means is judged by the verbs."""

from app.people.forms.court import OathsForm, PostsForm
from app.people.forms.fields import roll_name
from app.people.forms.kin import KinEndForm, KinForm
from app.people.forms.offices import (
    AnnulForm,
    AppointmentForm,
    EndForm,
    OathForm,
    PauseForm,
    ResumeForm,
)
from app.people.forms.persons import (
    AbsenceForm,
    CheckForm,
    ContactForm,
    DeathForm,
    IdentityForm,
    PersonForm,
    SpanForm,
)

__all__ = [
    "AbsenceForm",
    "AnnulForm",
    "AppointmentForm",
    "CheckForm",
    "ContactForm",
    "DeathForm",
    "EndForm",
    "IdentityForm",
    "KinEndForm",
    "KinForm",
    "OathForm",
    "OathsForm",
    "PauseForm",
    "PersonForm",
    "PostsForm",
    "ResumeForm",
    "SpanForm",
    "roll_name",
]
