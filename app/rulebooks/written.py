"""Which function enforces which rule: the way from a key on the screen to the code.

Each path is text and is imported only when asked for, so this file knows no feature. The first
line of the function's docstring names the rule's article (`Art 13`, `Article 13`, `§ 8`); for a
default of the product it says `default`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from app.rulebooks.terms import Rule, Rulebook

FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "identity.number_required": "app.people.rules.number_required",
        "age.minimum": "app.people.rules.minimum_age",
        "education.minimum": "app.people.rules.enough_education",
        "bar.office": "app.people.rules.office_bar",
        "bar.office_other": "app.people.rules.other_office_bar",
        "bar.personal": "app.people.rules.personal_bar",
        "roll.one_basic_court": "app.people.rules.one_basic_court",
        "term.length": "app.people.rules.term_length",
        "term.reappointment": "app.people.rules.reappointment",
        "term.lifetime": "app.people.rules.lifetime_terms",
        "quota.fixed_by": "app.elections.rules.places_fixed",
        "quota.judges_multiple": "app.elections.rules.enough_places",
        "eligibility.attested": "app.elections.rules.attested",
        "selection.pool_random": "app.elections.rules.source_known",
        "selection.pool_multiple": "app.elections.rules.pool_large_enough",
        "selection.screened_by": "app.elections.rules.screened",
        "selection.consent": "app.elections.rules.asked",
        "selection.second_draw": "app.elections.service.drawing.carry_out_draw",
        "selection.applied_share": "app.elections.rules.unsolicited_within",
        "selection.applied_share_base": "app.elections.rules.most_unsolicited",
        "selection.applied_share_rounding": "app.elections.rules.most_unsolicited",
        "selection.public_notice": "app.elections.rules.notice_over",
        "oath.required": "app.trials.eligibility.not_sworn",
        "oath.after_appointment": "app.people.rules.oath_after_appointment",
        "removal.grounds": "app.ends.rules.ground_known",
        "removal.moved_by": "app.ends.rules.moved_by_president",
        "form_a.allowed": "app.elections.rules.forms_under",
        "form_a.elected_by": "app.elections.votes.elected_by",
        "form_a.by_region": "app.elections.votes.region_named",
        "form_b.allowed": "app.elections.rules.may_name_for_a_case",
        "form_b.named_by": "app.elections.votes.organisation_named",
        "form_b.by_nature_of_case": "app.elections.votes.nature_named",
        "special_court.jurors_elected_by": "app.elections.votes.workers_elect",
        "form_b.tenure_per_case": "app.trials.eligibility.named_for_another_trial",
        "panel.never_mixed": "app.trials.rules.never_mixed",
        "panel.first_instance_only": "app.trials.rules.first_instance_only",
        "panel.forms": "app.trials.rules.form_known",
        "panel.single_judge": "app.trials.rules.propose_form",
        "panel.three": "app.trials.rules.propose_form",
        "panel.seven": "app.trials.rules.propose_form",
        "panel.party_request": "app.trials.rules.propose_form",
        "panel.parties_told": "app.trials.service.parties.leave_untold",
        "panel.seven_cases": "app.trials.rules.seven_where_needed",
        "panel.assessor_cases": "app.trials.rules.ground_for_assessors",
        "panel.presiding_judge": "app.trials.rules.presiding_judge",
        "special_court.juror_required": "app.trials.rules.juror_required",
        "draw.lead": "app.trials.rules.draw_lead",
        "draw.from_basic_courts": "app.trials.queries.roll.homes_of",
        "bar.checked_at_draw": "app.trials.eligibility.barred_by_office",
        "age.maximum": "app.trials.eligibility.too_old",
        "recusal.party": "app.trials.eligibility.is_party",
        "recusal.kin": "app.trials.eligibility.kin_of_party",
        "recusal.kin_of_counsel": "app.trials.eligibility.kin_of_counsel",
        "recusal.employer_is_party": "app.trials.eligibility.employed_by_party",
        "recusal.prior_role": "app.trials.eligibility.had_a_role",
        "recusal.prior_mediation": "app.trials.eligibility.mediated_before",
        "recusal.interest": "app.trials.eligibility.has_a_stake",
        "recusal.employer": "app.trials.eligibility.employer_has_a_stake",
        "roll.special_court_workers": "app.trials.roll_rules.workers_roll",
        "roll.juvenile": "app.trials.roll_rules.juvenile_roll",
        "specialist.seats": "app.trials.roll_rules.specialist_seats",
        "recusal.prior_stage": "app.trials.eligibility.sat_before",
        "cap.cases": "app.trials.eligibility.at_the_cap",
        "invitation.answer_within": "app.trials.replies_rules.working_days_to_answer",
        "invitation.answer_within_last_week": "app.trials.replies_rules.working_days_to_answer",
        "replacement.fresh_start": "app.trials.replies_rules.begins_anew",
        "reminder.sitting": "app.trials.due.sittings_ahead",
        "school.central": "app.training.rules.trained_here",
        "school.major_region": "app.training.rules.trained_here",
        "school.province": "app.training.rules.trained_here",
        "school.in_batches": "app.training.length_rules.in_batches",
        "school.special_courts": "app.training.trainee_rules.special_court_leader",
        "recruitment.from_assessors": "app.promotion.rules.among_assessors",
        "recruitment.short_training": "app.promotion.rules.short_course",
        "promotion.participations": "app.promotion.rules.participations",
        "promotion.appraisal": "app.promotion.rules.appraisal",
        "promotion.course": "app.promotion.rules.short_course",
        "promotion.age": "app.promotion.rules.age",
        "judge.from_assessor": "app.promotion.rules.no_path",
        "judge.degree": "app.promotion.rules.degree",
        "judge.legal_work": "app.promotion.rules.legal_work",
        "judge.legal_work_master": "app.promotion.rules.legal_work",
        "judge.legal_work_doctorate": "app.promotion.rules.legal_work",
        "judge.legal_examination": "app.promotion.rules.legal_examination",
        "judge.appointed_to_vacancy": "app.promotion.rules.vacancy",
        "deployment.planned": "app.promotion.rules.vacancy",
        "sanction.stops_promotion": "app.service.rules.frozen",
        "sanction.lifted_effects": "app.service.rules.frozen",
        "sanction.freeze.warning": "app.service.rules.months_of",
        "sanction.freeze.demerit": "app.service.rules.months_of",
        "sanction.freeze.major_demerit": "app.service.rules.months_of",
        "sanction.freeze.demotion": "app.service.rules.months_of",
        "sanction.freeze.removal": "app.service.rules.months_of",
        "sanction.runs_from": "app.service.rules.freezes",
        "sanction.lifts_by_itself": "app.service.rules.freezes",
        "sanction.same_kind_maximum": "app.service.rules.added_up",
        "reminder.nomination": "app.training.due.nominations_due",
        "reminder.cohort": "app.training.due.cohorts_ahead",
        "reminder.results": "app.training.due_results.results_due",
        "training.pre_service": "app.training.hours.before_first_sitting",
        "training.leading_hours": "app.training.hours.within_the_period",
        "training.leading_period": "app.training.hours.within_the_period",
        "training.leading_months": "app.training.hours.within_the_period",
        "training.section_days": "app.training.hours.within_the_year",
        "training.section_hours": "app.training.hours.within_the_year",
        "study.hours": "app.training.hours.studied_this_year",
        "training.initial_days": "app.training.length_rules.initial_days",
        "training.post_days": "app.training.length_rules.post_days",
        "training.absence_limit": "app.training.attendance_rules.absent_too_much",
        "day.record_within": "app.trials.due.days_not_recorded",
    }
)

_ARTICLES = re.compile(
    r"(?:[Aa]rt(?:icle)?s?\.?|[Ss]ections?|§) ?([\d.]+(?:(?:, | and |–|-)[\d.]+)*)"
)


def function_at(path: str) -> Callable[..., Any]:
    """Return the function at a dotted `path` (package.module.function).

    Raises LookupError where the module or the function is missing.
    """
    module, _, name = path.rpartition(".")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as wrong:
        raise LookupError(f"There is no function at {path!r} ({wrong}).") from wrong
    if not callable(found):
        raise LookupError(f"{path!r} is no function.")
    return found


def names_article(line: str, rule: Rule) -> bool:
    """Tell whether a docstring's first `line` names an article that `rule` cites."""
    wanted = re.findall(r"[\d.]+", rule.cite.article)
    if not wanted:
        return rule.cite.article in line
    named = {
        number.rstrip(".")
        for run in _ARTICLES.findall(line)
        for number in re.findall(r"[\d.]+", run)
    }
    return not named.isdisjoint(wanted)


def faults(functions: Mapping[str, str], books: Iterable[Rulebook]) -> list[str]:
    """Return what is untrue in `functions` (key to path), judged by `books`; empty when sound."""
    library = tuple(books)
    told = []
    for key, path in functions.items():
        rules = [book.rule(key) for book in library if book.has(key)]
        if not rules:
            told.append(f"{key}: no rulebook has this key.")
        else:
            told += [f"{key}: {what}" for what in _faults_of(path, rules)]
    return told


def unwritten(functions: Mapping[str, str], book: Rulebook) -> list[str]:
    """Return the keys of `book` that have a value but no function yet, in the book's order."""
    return [
        key for key, rule in book.rules.items() if key not in functions and rule.value is not None
    ]


def _faults_of(path: str, rules: list[Rule]) -> Iterable[str]:
    try:
        function = function_at(path)
    except LookupError as wrong:
        return [str(wrong)]
    line = (function.__doc__ or "").strip().partition("\n")[0]
    if any(names_article(line, rule) for rule in rules):
        return []
    articles = " or ".join(dict.fromkeys(rule.cite.article for rule in rules))
    return [f"the first line of {path}'s docstring does not name {articles}."]
