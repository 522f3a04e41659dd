"""Every row of the tables of rules has its rules in the book, and no rule stands outside a row."""

from __future__ import annotations

import pytest

from app.rulebooks.loader import load

# What trial, import and reminder code asks of any book, whatever country and time.
SHARED = """
age.minimum age.maximum education.minimum bar.office bar.personal roll.one_basic_court
roll.specialist roll.juvenile roll.special_court_workers term.length term.reappointment
term.lifetime oath.required oath.text panel.forms panel.single_judge panel.three panel.seven
panel.seven_cases panel.assessor_cases panel.never_mixed panel.first_instance_only
panel.presiding_judge draw.random draw.lead draw.alternates draw.from_basic_courts
draw.contribution recusal.kin recusal.employer recusal.prior_mediation recusal.prior_stage
recusal.party cap.cases cap.counts_elsewhere invitation.answer_within
invitation.answer_within_last_week reminder.sitting reminder.term_end reminder.cap_near
reminder.nomination reminder.cohort reminder.results
day.record_within panel.one_panel replacement.fresh_start kept.ethnicity kept.social_origin
identity.number_required
"""

CN_1953 = {
    "form A": "form_a.allowed form_a.by_region form_a.elected_by form_a.sits_in",
    "form B": "form_b.allowed form_b.named_by form_b.by_nature_of_case form_b.tenure_per_case "
    "form_b.used_more",
    "rights": "assessor.equal_rights vote.three",
    "disagreement": "deliberation.disagreement",
    "scope": "panel.first_instance_only",
    "election tribunals": "tribunal.for_elections tribunal.districts tribunal.number_set_by",
    "tribunal staff": "tribunal.staff_sources tribunal.staff_chosen_by",
    "study gate": "tribunal.study_texts tribunal.posting_before_study",
    "sunset": "tribunal.becomes_circuit_court",
    "special courts": "special_court.kinds special_court.matters special_court.ordinary_elsewhere",
    "special-court judges": "special_court.judge_expertise special_court.judge_reliability",
    "special-court jurors": "special_court.jurors_elected_by special_court.juror_required "
    "roll.special_court_workers",
    "comrades' trial committees": "comrades_committee.elected_by comrades_committee.matters "
    "comrades_committee.enterprises comrades_committee.pilot",
    "clean-up deadline": "cleanup.deadline",
    "triage": "cleanup.classes cleanup.heavy_sentence_is_wrong cleanup.sentence_changed",
    "responsibility": "finding.classes finding.inexperience_exempt finding.lesson_recorded",
    "publicity": "publicity.approval publicity.slight_cases publicity.needless",
    "reversal": "reversal.reviewed_by reversal.also_signed_by reversal.sign_offs",
    "clean-up of a person": "cleanup.release cleanup.mistake_admitted_to cleanup.subsidy",
    "false accusation": "accusation.order accusation.kinds accusation.mistaken_pursued "
    "accusation.names_sealed",
    "commendation": "honour.recipients honour.bold_promotion honour.examples_together "
    "honour.reporter_sealed",
    "backlog secondments": "secondment.backlog secondment.end_date_required "
    "secondment.new_cases_kept_up",
    "mediation committees": "mediation.area mediation.land_reform_done mediation.voluntary",
    "circuit courts": "circuit.sits_in_districts circuit.guides_mediation "
    "circuit.enforcement_approval circuit.enforcement_approval_for circuit.initial_period "
    "circuit.may_change_mediation",
    "district courts, branches": "district_court.districts district_court.branch_when",
    "reception rooms": "reception.duties",
    "recruitment": "recruitment.sources recruitment.from_assessors recruitment.short_training "
    "recruitment.pathway recruitment.first_courts judge.from_assessor",
    "in-service study": "study.in_service study.hours",
    "deployment": "deployment.planned deployment.qualities",
    "rotation": "rotation.share rotation.groups rotation.levels rotation.within "
    "rotation.coverage_marks",
    "who trains whom": "school.central school.major_region school.special_courts "
    "school.in_batches school.province",
    "administration": "administration.offices_at administration.county_staff",
    "reports upward": "report.issues_to report.experience_exchanged",
    "inspection": "inspection.teams return.every return.first_month return.reported_by "
    "return.reported_to",
    "thresholds": "promotion.participations promotion.appraisal promotion.course promotion.age "
    "invitation.answer_within invitation.answer_within_last_week draw.alternates draw.lead",
    "promotion freeze, own setting": "sanction.stops_promotion sanction.freeze.warning "
    "sanction.freeze.demerit sanction.freeze.major_demerit sanction.freeze.demotion "
    "sanction.freeze.removal sanction.same_kind_maximum",
    "own defaults of the trial": "panel.parties_told draw.alternates_ordered recusal.interest",
    "silent: no age, oath, term or bar": "bar.office_other bar.checked_at_draw oath.public "
    "oath.after_appointment",
    "silent on trials": "panel.party_request panel.party_request_within recusal.kin_of_counsel "
    "recusal.prior_role recusal.employer_is_party vote.seven vote.seven_speak_on_law "
    "vote.doubtful_is_fact vote.fact_list deliberation.order deliberation.dissent_recorded "
    "deliberation.referral_request cap.set_by cap.filed_with cap.published",
    "asked of any book": SHARED,
}

CN_2018 = {
    "ages": "age.minimum age.maximum",
    "education": "education.minimum",
    "conditions that are attested": "eligibility.attested",
    "office bar": "bar.office bar.office_other bar.checked_at_draw",
    "personal bar": "bar.personal",
    "quota": "quota.judges_multiple quota.fixed_by",
    "candidate pool": "selection.pool_multiple selection.pool_source selection.pool_random "
    "selection.screened_by selection.consent",
    "second draw": "selection.second_draw selection.submitted_by selection.appointed_by",
    "applied or recommended share": "selection.applied_share selection.applied_share_base "
    "selection.applied_share_rounding",
    "oath": "oath.required oath.public oath.after_appointment",
    "term": "term.length term.reappointment",
    "lifetime": "term.lifetime roll.one_basic_court",
    "public notice": "selection.public_notice",
    "panels": "panel.forms panel.three panel.seven panel.presiding_judge panel.single_judge "
    "panel.assessor_cases panel.first_instance_only panel.parties_told",
    "seven-member cases": "panel.seven_cases",
    "request by a party": "panel.party_request panel.party_request_within",
    "case draw": "draw.random draw.from_basic_courts",
    "draw lead": "draw.lead draw.alternates_ordered roll.specialist",
    "never mixed": "panel.never_mixed",
    "prior part": "recusal.prior_mediation recusal.prior_stage",
    "recusal kin": "recusal.party recusal.kin recusal.kin_of_counsel recusal.interest "
    "recusal.prior_role recusal.employer recusal.employer_is_party",
    "votes": "vote.three vote.seven vote.seven_speak_on_law vote.doubtful_is_fact vote.fact_list "
    "assessor.equal_rights",
    "order of speaking": "deliberation.order",
    "disagreement": "deliberation.disagreement deliberation.dissent_recorded "
    "deliberation.referral_request",
    "yearly cap": "cap.cases cap.set_by cap.filed_with cap.published cap.counts_elsewhere",
    "juvenile cases": "roll.juvenile",
    "one panel": "panel.one_panel replacement.fresh_start",
    "judges' quota": "judge.quota_set_by judge.appointed_to_vacancy",
    "candidate draw method": "selection.draw_method",
    "other work": "work.trial_only",
    "specialist assessors": "specialist.seats specialist.field_years "
    "specialist.courts_without_congress",
    "protection and pay": "protection.no_retaliation protection.wages_uncut "
    "protection.correction_letter allowance.by_working_day allowance.expenses "
    "allowance.public_funds allowance.day_rate allowance.transport_rate allowance.meal_rate",
    "removal": "removal.grounds removal.moved_by removal.decided_by",
    "management system": "management.system",
    "pre-service training": "training.pre_service",
    "oath text": "oath.text",
    "from assessor to judge": "judge.from_assessor judge.ends_assessor_tenure",
    "judge qualification": "judge.degree judge.legal_work judge.legal_work_master "
    "judge.legal_work_doctorate judge.legal_examination",
    "open selection": "judge.open_selection_lawyer judge.open_selection_academic "
    "judge.open_selection_title",
    "selection committee": "judge.selection_committee_share",
    "appointment of judges": "judge.president_elected_by judge.appointed_by judge.moved_by "
    "judge.oath_public",
    "ties": "ties.kin ties.positions ties.lawyer_kin",
    "pre-appointment training": "training.judge_pre_appointment training.planned "
    "training.counts_for_grade",
    "appraisal": "appraisal.committee_minimum appraisal.committee_maximum appraisal.grades "
    "appraisal.written appraisal.review_on_request",
    "leading cadres' training": "training.leading_period training.leading_months "
    "training.leading_hours training.leading_make_up",
    "section level and below": "training.section_days training.section_hours "
    "training.absence_limit",
    "civil-service training": "training.initial_in_probation training.leading_post_within "
    "training.registered",
    "course days": "training.initial_days training.post_days",
    "promotion freeze": "sanction.stops_promotion sanction.freeze.warning sanction.freeze.demerit "
    "sanction.freeze.major_demerit sanction.freeze.demotion sanction.freeze.removal "
    "sanction.runs_from sanction.same_kind_maximum sanction.lifts_by_itself "
    "sanction.lifted_effects",
    "honours": "honour.kinds",
    "Scale of Honor medal": "honour.court_service honour.court_service_remote",
    "national model judges": "honour.model_judge_every honour.model_judge_service "
    "honour.model_judge_courts",
    "thresholds": "promotion.participations promotion.appraisal promotion.course promotion.age "
    "invitation.answer_within invitation.answer_within_last_week draw.alternates",
    "asked of any book": SHARED,
}

# How strong each row of cn-2018 is; rows that are not named here are hard.
SOFT_ROWS = {
    *("education", "lifetime", "public notice", "yearly cap", "candidate draw method"),
    *("pre-service training", "leading cadres' training", "section level and below"),
    *("course days", "thresholds"),
}
MAY_ROWS = {"request by a party", "juvenile cases"}
NO_STRENGTH = {
    *("management system", "oath text", "from assessor to judge", "honours"),
    *("Scale of Honor medal", "national model judges"),
}
# What is weaker than its row: the law says "may" or "generally", sets no figure, or was not read.
WEAKER = {
    "age.maximum": "none",
    "term.reappointment": "soft",
    "panel.single_judge": "may",
    "roll.specialist": "may",
    "recusal.employer_is_party": "soft",
    "vote.seven_speak_on_law": "may",
    "deliberation.referral_request": "may",
    "replacement.fresh_start": "soft",
    "allowance.day_rate": "soft",
    "allowance.transport_rate": "soft",
    "allowance.meal_rate": "soft",
}
# Rows whose values a court may set itself, whole or in the keys named.
LOCAL_ROWS = {
    *("yearly cap", "candidate draw method", "pre-service training", "oath text"),
    *("course days", "Scale of Honor medal", "national model judges", "thresholds"),
}
LOCAL_KEYS = {"selection.applied_share_base"} | {
    f"allowance.{what}_rate" for what in ("day", "transport", "meal")
}

BOOKS = {"cn-1953": CN_1953, "cn-2018": CN_2018}
# The families that code shared by all books may ask: one key there, then in every book.
COMMON_FAMILIES = frozenset(
    {"age", "education", "bar", "roll", "term", "oath", "identity", "kept", "assessor"}
    | {"panel", "replacement", "draw", "recusal", "vote", "deliberation", "cap"}
    | {"promotion", "invitation", "reminder", "day"}
)


@pytest.mark.parametrize(
    ("name", "row"), [(name, row) for name, rows in BOOKS.items() for row in rows]
)
def test_every_row_has_its_rules(name: str, row: str) -> None:
    missing = [key for key in BOOKS[name][row].split() if not load(name).has(key)]
    assert missing == []


def strength_of(row: str) -> str:
    """Return how strong the rules of a row of cn-2018 are."""
    if row in SOFT_ROWS:
        return "soft"
    return "may" if row in MAY_ROWS else "none" if row in NO_STRENGTH else "hard"


@pytest.mark.parametrize("row", sorted(CN_2018.keys() - {"asked of any book"}))
def test_each_row_is_as_strong_as_its_law(row: str) -> None:
    book = load("cn-2018")
    for key in CN_2018[row].split():
        rule = book.rule(key)
        assert rule.strength == WEAKER.get(key, strength_of(row)), key
        assert rule.local is (row in LOCAL_ROWS or key in LOCAL_KEYS), key


@pytest.mark.parametrize("name", BOOKS)
def test_no_rule_stands_outside_a_row(name: str) -> None:
    known = {key for row in BOOKS[name].values() for key in row.split()}
    assert set(load(name).rules) - known == set()


def test_books_answer_the_same_questions_about_trials() -> None:
    keys = {
        name: {key for key in load(name).rules if key.split(".")[0] in COMMON_FAMILIES}
        for name in BOOKS
    }
    assert keys["cn-1953"] == keys["cn-2018"]
