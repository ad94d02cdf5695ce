"""Roles and what each may do: the one table (DOMAIN.md 2). Standard library and Django's choices only."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    DEPARTMENT_HR = "department_hr", _("HR, förvaltning")
    DEPARTMENT_HEAD = "department_head", _("förvaltningschef")
    STEERING_GROUP_MEMBER = "steering_group_member", _("styrgruppsmedlem")
    ASF_ADMINISTRATOR = "asf_administrator", _("ASF-administratör")
    ASF_HEAD = "asf_head", _("chef för ASF")
    CASE_OFFICER = "case_officer", _("arbetsmarknadssekreterare")
    CLAIM_DECISION_MAKER = "claim_decision_maker", _("beslutsfattare om ersättning")
    FINANCE = "finance", _("ekonomi")
    CITY_OFFICE = "city_office", _("stadskontoret")
    AUDITOR = "auditor", _("revisor")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("systemadministratör")


# Roles that are held for the whole city; the others are held for one department.
CITY_WIDE = frozenset(
    {
        Role.ASF_ADMINISTRATOR.value,
        Role.ASF_HEAD.value,
        Role.CASE_OFFICER.value,
        Role.CLAIM_DECISION_MAKER.value,
        Role.FINANCE.value,
        Role.CITY_OFFICE.value,
        Role.AUDITOR.value,
        Role.SYSTEM_ADMINISTRATOR.value,
    }
)

# Looks after people and roles, and has no business of its own (DOMAIN.md 2).
SEES_WHOLE_CITY = CITY_WIDE - {Role.SYSTEM_ADMINISTRATOR.value}


class Act(TextChoices):
    """Everything that is not open to all who are logged in."""

    SEE_ALLOCATION = "see_allocation", _("se fördelningen")
    IMPORT_HEADCOUNTS = "import_headcounts", _("läsa in antal anställda")
    ADOPT_MODEL_YEAR = "adopt_model_year", _("anta ett modellår")
    RECEIVE_NOTICES = "receive_notices", _("ta emot besked för förvaltningen")
    FILE_PROPOSAL = "file_proposal", _("lämna förslag för ett bolag")
    ANSWER_PROPOSAL = "answer_proposal", _("svara på bolagens förslag")
    SEE_AGREEMENTS = "see_agreements", _("se överenskommelser")
    DRAFT_AGREEMENT = "draft_agreement", _("skriva och skicka överenskommelser")
    COMMENT_AGREEMENT = "comment_agreement", _("kommentera överenskommelser")
    SIGN_FOR_DEPARTMENT = "sign_for_department", _("underteckna för förvaltningen")
    SIGN_FOR_PROVIDER = "sign_for_provider", _("underteckna för ASF")
    SEE_EMPLOYMENTS = "see_employments", _("se anställningar")
    SEE_PARTICIPANTS = "see_participants", _("se deltagares identitet")
    EDIT_EMPLOYMENTS = "edit_employments", _("ändra anställningar")
    OFFER_PLACES = "offer_places", _("erbjuda platser")
    NAME_SUPERVISORS = "name_supervisors", _("utse handledare")
    EDIT_TYPES = "edit_types", _("ändra anställningstyper och parametrar")
    SEE_COSTS = "see_costs", _("se kostnader och stöd")
    SEE_RECONCILIATIONS = "see_reconciliations", _("se avstämningar")
    RECONCILE = "reconcile", _("öppna, räkna och stänga månader")
    CONFIRM_REOPENING = "confirm_reopening", _("bekräfta att en stängd månad öppnas på nytt")
    CONFIRM_MONTH = "confirm_month", _("bekräfta eller invända mot en månad")
    SEE_INVOICES = "see_invoices", _("se fakturor")
    PROPOSE_CLAIM = "propose_claim", _("föreslå beslut om ersättning")
    DECIDE_CLAIM = "decide_claim", _("besluta om ersättning")
    REHEARSE_HALF_YEAR = "rehearse_half_year", _("repetera ett halvår")
    ISSUE_INVOICES = "issue_invoices", _("utfärda fakturor")
    HAND_OVER = "hand_over", _("lämna över till ekonomisystemet")
    SEE_REPORTS = "see_reports", _("se rapporter")
    MAKE_REPORTS = "make_reports", _("göra rapporter")
    SEE_AUDIT_TRAIL = "see_audit_trail", _("se ändringsloggen")
    HANDLE_PERSONAL_DATA = "handle_personal_data", _("ta fram registerutdrag och listor för gallring")
    APPLY_RETENTION = "apply_retention", _("besluta om gallring")
    ADMINISTER = "administer", _("administrera personer och roller")


_READ = {
    Act.SEE_ALLOCATION,
    Act.SEE_AGREEMENTS,
    Act.SEE_RECONCILIATIONS,
    Act.SEE_INVOICES,
    Act.SEE_REPORTS,
}

# role → acts. A department's roles have them for their own department only.
MAY: dict[str, frozenset[Act]] = {
    Role.DEPARTMENT_HR.value: frozenset(
        _READ
        | {
            Act.COMMENT_AGREEMENT,
            Act.SEE_EMPLOYMENTS,
            Act.OFFER_PLACES,
            Act.NAME_SUPERVISORS,
            Act.CONFIRM_MONTH,
            Act.MAKE_REPORTS,
            Act.RECEIVE_NOTICES,
            Act.FILE_PROPOSAL,
        }
    ),
    Role.DEPARTMENT_HEAD.value: frozenset(
        _READ
        | {
            Act.COMMENT_AGREEMENT,
            Act.SEE_EMPLOYMENTS,
            Act.SIGN_FOR_DEPARTMENT,
            Act.CONFIRM_MONTH,
            Act.RECEIVE_NOTICES,
            Act.FILE_PROPOSAL,
        }
    ),
    Role.STEERING_GROUP_MEMBER.value: frozenset(_READ),
    Role.ASF_ADMINISTRATOR.value: frozenset(
        _READ
        | {
            Act.IMPORT_HEADCOUNTS,
            Act.ADOPT_MODEL_YEAR,
            Act.ANSWER_PROPOSAL,
            Act.DRAFT_AGREEMENT,
            Act.COMMENT_AGREEMENT,
            Act.SEE_EMPLOYMENTS,
            Act.SEE_PARTICIPANTS,
            Act.EDIT_EMPLOYMENTS,
            Act.OFFER_PLACES,
            Act.NAME_SUPERVISORS,
            Act.EDIT_TYPES,
            Act.SEE_COSTS,
            Act.RECONCILE,
            Act.CONFIRM_REOPENING,
            Act.PROPOSE_CLAIM,
            Act.REHEARSE_HALF_YEAR,
            Act.MAKE_REPORTS,
            Act.HANDLE_PERSONAL_DATA,
        }
    ),
    Role.ASF_HEAD.value: frozenset(
        _READ
        | {
            Act.COMMENT_AGREEMENT,
            Act.SIGN_FOR_PROVIDER,
            Act.CONFIRM_REOPENING,
            Act.SEE_EMPLOYMENTS,
            Act.SEE_COSTS,
            Act.MAKE_REPORTS,
            Act.APPLY_RETENTION,
        }
    ),
    Role.CASE_OFFICER.value: frozenset(
        {Act.SEE_EMPLOYMENTS, Act.SEE_PARTICIPANTS, Act.EDIT_EMPLOYMENTS, Act.NAME_SUPERVISORS}
    ),
    Role.CLAIM_DECISION_MAKER.value: frozenset(_READ | {Act.DECIDE_CLAIM}),
    Role.FINANCE.value: frozenset(
        {
            Act.SEE_AGREEMENTS,
            Act.SEE_RECONCILIATIONS,
            Act.SEE_INVOICES,
            Act.SEE_REPORTS,
            Act.SEE_COSTS,
            Act.PROPOSE_CLAIM,
            Act.REHEARSE_HALF_YEAR,
            Act.ISSUE_INVOICES,
            Act.HAND_OVER,
        }
    ),
    Role.CITY_OFFICE.value: frozenset(_READ | {Act.ADOPT_MODEL_YEAR, Act.ANSWER_PROPOSAL}),
    Role.AUDITOR.value: frozenset(_READ | {Act.SEE_EMPLOYMENTS, Act.SEE_AUDIT_TRAIL}),
    Role.SYSTEM_ADMINISTRATOR.value: frozenset({Act.ADMINISTER}),
}
