"""Who may do what: every address of the house, each with one of the objects of tests/whole_city.py, for every role.

ok   the page or file is shown                 go   sent on to another page
may  the act is not refused for who one is (it may still be refused for how things stand)
403  may read this but not change it, or has no business here           404  not theirs (DOMAIN.md 2)

HR, HED and STE are HR, head and steering-group member of the department that owns the object; STR is HR of another.
ASF, CHF: ASF's administrator and head; CAS: case officer; CLM: claim decision-maker; FIN: finance; CTY: city office;
AUD: auditor; SYS: system administrator. Whoever is not logged in is sent to the login page everywhere but on PUBLIC.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.permission_table_billing import BILLING
from tests.placements.permission_rows import JOBS

READERS = {
    "HR": "department_hr", "HED": "department_head", "STE": "steering_group_member", "ASF": "asf_administrator",
    "CHF": "asf_head", "CAS": "case_officer", "CLM": "claim_decision_maker", "FIN": "finance", "CTY": "city_office",
    "AUD": "auditor", "SYS": "system_administrator", "STR": "stranger",
}  # fmt: skip
PUBLIC = {"login", "set_language", "foundation:about", "foundation:accessibility"}

_HOUSE = """
address                           object               how  HR  HED STE ASF CHF CAS CLM FIN CTY AUD SYS STR
# the first page, the search, what everyone may
home                              -                    GET  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  go  ok
search                            -                    GET  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
login                             -                    GET  go  go  go  go  go  go  go  go  go  go  go  go
login                             -                    POST may may may may may may may may may may may may
logout                            -                    POST may may may may may may may may may may may may
set_language                      -                    POST may may may may may may may may may may may may
foundation:about                  -                    GET  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
foundation:accessibility          -                    GET  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
# organisation
organisation:people               -                    GET  403 403 403 403 403 403 403 403 403 403 ok  403
organisation:person_new           -                    GET  403 403 403 403 403 403 403 403 403 403 ok  403
organisation:person_new           -                    POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:person               person               GET  403 403 403 403 403 403 403 403 403 403 ok  403
organisation:person_roles         person               POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:role_end             role                 POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:departments          -                    GET  403 403 403 403 403 403 403 403 403 ok  ok  403
organisation:department_new       -                    GET  403 403 403 403 403 403 403 403 403 403 ok  403
organisation:department_new       -                    POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:department           own_department       GET  403 403 403 403 403 403 403 403 403 ok  ok  403
organisation:department           successor            GET  403 403 403 403 403 403 403 403 403 ok  ok  403
organisation:department_details   own_department       POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:department_closing   own_department       POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:exemptions           own_department       POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:exemption_end        exemption            POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:exemption_removal    exemption            POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:reorganisation       own_department       POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:reorganisation_removal succession           POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:board_name           board                POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:boards               -                    GET  403 403 403 403 403 403 403 403 403 ok  ok  403
organisation:boards               -                    POST 403 403 403 403 403 403 403 403 403 403 may 403
organisation:proposals            -                    GET  ok  ok  ok  ok  ok  403 ok  403 ok  ok  403 ok
organisation:proposals            -                    POST may may 403 403 403 403 403 403 403 403 403 may
organisation:proposal_answer      proposal             POST 404 404 404 may 403 404 403 404 may 403 404 404
organisation:proposal_withdrawal  proposal             POST 404 404 404 403 403 404 403 404 403 403 404 404
organisation:audit_trail          -                    GET  403 403 403 403 403 403 403 403 403 ok  ok  403
organisation:access_log           -                    GET  403 403 403 403 403 403 403 403 403 ok  ok  403
organisation:purpose              -                    POST may may 403 may may may 403 may 403 may 403 may
organisation:design               -                    GET  403 403 403 403 403 403 403 403 403 403 ok  403
# allocation
allocation:quotas                 -                    GET  ok  ok  ok  ok  ok  403 ok  403 ok  ok  403 ok
allocation:model_year             year                 GET  ok  ok  ok  ok  ok  403 ok  403 ok  ok  403 ok
allocation:publication            year                 POST 403 403 403 may 403 403 403 403 may 403 403 403
allocation:acknowledgement        notice               POST may may 403 403 403 404 403 404 403 403 404 404
allocation:scenario               -                    GET  404 404 404 ok  ok  403 ok  403 ok  ok  403 404
allocation:headcounts             -                    GET  ok  ok  ok  ok  ok  403 ok  403 ok  ok  403 ok
allocation:headcount_import       -                    GET  403 403 403 ok  403 403 403 403 403 403 403 403
allocation:headcount_import       -                    POST 403 403 403 may 403 403 403 403 403 403 403 403
allocation:columns                -                    GET  403 403 403 ok  403 403 403 403 403 403 403 403
allocation:columns                -                    POST 403 403 403 may 403 403 403 403 403 403 403 403
allocation:distribution           -                    GET  403 403 403 ok  403 403 403 403 403 403 403 403
allocation:distribution           -                    POST 403 403 403 may 403 403 403 403 403 403 403 403
allocation:laying_aside           -                    POST 403 403 403 may 403 403 403 403 403 403 403 403
allocation:faulty_file            -                    GET  403 403 403 404 403 403 403 403 403 403 403 403
allocation:comparison             headcount_import     GET  403 403 403 ok  403 403 403 403 403 403 403 403
allocation:acceptance             headcount_import     POST 403 403 403 may 403 403 403 403 403 403 403 403
allocation:cancellation           headcount_import     POST 403 403 403 may 403 403 403 403 403 403 403 403
# agreements
agreements:year_new               -                    GET  403 403 403 ok  403 403 403 403 ok  403 403 403
agreements:year_new               -                    POST 403 403 403 may 403 403 403 403 may 403 403 403
agreements:year_change            year                 GET  403 403 403 go  403 403 403 403 go  403 403 403
agreements:year_change            year                 POST 403 403 403 may 403 403 403 403 may 403 403 403
agreements:year_revision          year                 GET  403 403 403 ok  403 403 403 403 ok  403 403 403
agreements:year_revision          year                 POST 403 403 403 may 403 403 403 403 may 403 403 403
agreements:adoption               -                    POST 403 403 403 may 403 403 403 403 may 403 403 403
agreements:list                   -                    GET  ok  ok  ok  ok  ok  403 ok  ok  ok  ok  403 ok
agreements:drafts                 -                    POST 403 403 403 may 403 403 403 403 403 403 403 403
agreements:sendings               -                    POST 403 403 403 may 403 403 403 403 403 403 403 403
agreements:terms                  -                    GET  ok  ok  ok  ok  ok  403 ok  ok  ok  ok  403 ok
agreements:terms_import           -                    GET  403 403 403 ok  403 403 403 403 403 403 403 403
agreements:terms_import           -                    POST 403 403 403 may 403 403 403 403 403 403 403 403
agreements:terms_comparison       terms_file           GET  403 403 403 ok  403 403 403 403 403 403 403 403
agreements:terms_acceptance       terms_file           POST 403 403 403 may 403 403 403 403 403 403 403 403
agreements:terms_cancellation     terms_file           POST 403 403 403 may 403 403 403 403 403 403 403 403
agreements:detail                 agreement            GET  ok  ok  ok  ok  ok  404 ok  ok  ok  ok  404 404
agreements:amendment              agreement            POST 403 403 403 may 403 404 403 403 403 403 404 404
agreements:months                 agreement            GET  ok  ok  ok  ok  ok  404 ok  ok  ok  ok  404 404
agreements:ending                 agreement            POST 403 may 403 may may 404 403 403 403 403 404 404
agreements:ending_acceptance      ending               POST 403 may 403 403 may 404 403 403 403 403 404 404
agreements:ending_withdrawal      ending               POST 403 may 403 may may 404 403 403 403 403 404 404
agreements:comments               draft                POST may may 403 may may 404 403 403 403 403 404 404
agreements:comment_answer         comment              POST may may 403 may may 404 403 403 403 403 404 404
agreements:comment_closure        comment              POST may may 403 may may 404 403 403 403 403 404 404
agreements:paper                  sent                 GET  403 403 403 ok  403 404 403 403 403 403 404 404
agreements:paper                  sent                 POST 403 403 403 may 403 404 403 403 403 403 404 404
agreements:paper_confirmation     paper                GET  403 ok  403 ok  ok  404 403 403 403 403 404 404
agreements:paper_confirmation     paper                POST 403 may 403 may may 404 403 403 403 403 404 404
agreements:paper_withdrawal       paper                POST 403 403 403 may 403 404 403 403 403 403 404 404
agreements:scan                   paper                GET  ok  ok  ok  ok  ok  404 ok  ok  ok  ok  404 404
agreements:draft                  draft                GET  403 403 403 ok  403 404 403 403 403 403 404 404
agreements:draft                  draft                POST 403 403 403 may 403 404 403 403 403 403 404 404
agreements:preview                draft                GET  ok  ok  ok  ok  ok  404 ok  ok  ok  ok  404 404
agreements:document               signed               GET  ok  ok  ok  ok  ok  404 ok  ok  ok  ok  404 404
agreements:sending                draft                POST 403 403 403 may 403 404 403 403 403 403 404 404
agreements:return                 sent                 POST 403 may 403 may may 404 403 403 403 403 404 404
agreements:cancellation           sent                 POST 403 403 403 may 403 404 403 403 403 403 404 404
agreements:signature              sent                 GET  403 ok  403 403 ok  404 403 403 403 403 404 404
agreements:signature              sent                 POST 403 may 403 403 may 404 403 403 403 403 404 404
agreements:transfers              -                    GET  ok  ok  ok  ok  ok  403 ok  ok  ok  ok  403 ok
agreements:transfers              -                    POST 403 may 403 403 may 403 403 403 403 403 403 403
agreements:transfer               transfer             GET  ok  ok  ok  ok  ok  404 ok  ok  ok  ok  404 404
agreements:transfer_preview       transfer             GET  ok  ok  ok  ok  ok  404 ok  ok  ok  ok  404 404
agreements:transfer_document      accepted_transfer    GET  ok  ok  ok  ok  ok  404 ok  ok  ok  ok  404 404
agreements:transfer_acceptance    transfer             POST 403 403 403 403 may 404 403 403 403 403 404 404
agreements:transfer_refusal       transfer             POST 403 403 403 403 may 404 403 403 403 403 404 404
agreements:transfer_withdrawal    transfer             POST 403 may 403 403 403 404 403 403 403 403 404 404
agreements:transfer_notice        accepted_transfer    POST 403 403 403 may 403 404 403 403 403 403 404 404
agreements:transfer_ending        accepted_transfer    POST 403 may 403 403 may 404 403 403 403 403 404 404
agreements:transfer_ending_document     ended_transfer    GET  ok  ok  ok  ok  ok  404 ok  ok  ok  ok  404 404
agreements:transfer_ending_acceptance   accepted_transfer POST 403 may 403 403 403 404 403 403 403 403 404 404
agreements:transfer_ending_refusal      accepted_transfer POST 403 may 403 403 403 404 403 403 403 403 404 404
agreements:transfer_ending_withdrawal   accepted_transfer POST 403 403 403 403 may 404 403 403 403 403 404 404
# placements
placements:employments            -                    GET  ok  ok  403 ok  ok  ok  403 403 403 ok  403 ok
placements:employment_new         -                    GET  403 403 403 ok  403 ok  403 403 403 403 403 403
placements:employment_new         -                    POST 403 403 403 may 403 may 403 403 403 403 403 403
placements:employment_import_new  -                    GET  403 403 403 ok  403 ok  403 403 403 403 403 403
placements:employment_import_new  -                    POST 403 403 403 may 403 may 403 403 403 403 403 403
placements:employment_import      employment_import    GET  404 404 404 ok  404 ok  404 404 404 404 404 404
placements:import_acceptance      employment_import    POST 404 404 404 may 404 may 404 404 404 404 404 404
placements:import_cancellation    employment_import    POST 404 404 404 may 404 may 404 404 404 404 404 404
placements:employment             employment           GET  ok  ok  404 ok  ok  ok  404 404 404 ok  404 404
placements:employment             protected_employment GET  ok  ok  404 ok  ok  ok  404 404 404 ok  404 404
placements:employment_end         employment           GET  403 403 404 ok  403 ok  404 404 404 403 404 404
placements:employment_end         employment           POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:employment_change      employment           GET  403 403 404 ok  403 ok  404 404 404 403 404 404
placements:employment_change      employment           POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:employment_protection  employment           GET  403 403 404 ok  403 ok  404 404 404 403 404 404
placements:employment_protection  employment           POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:participant_change     employment           GET  403 403 404 ok  403 ok  404 404 404 403 404 404
placements:participant_change     employment           POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:placement_move         placement            GET  403 403 404 ok  403 ok  404 404 404 403 404 404
placements:placement_move         placement            POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:placement_withdrawal   placement            GET  403 403 404 ok  403 ok  404 404 404 403 404 404
placements:placement_withdrawal   placement            POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:placement_change       placement            GET  403 403 404 ok  403 ok  404 404 404 403 404 404
placements:placement_change       placement            POST 403 403 404 may 403 may 404 404 404 403 404 404
billing:place_bank                -                    GET  ok  ok  403 ok  ok  ok  403 403 403 ok  403 ok
placements:place_new              -                    GET  ok  403 403 ok  403 403 403 403 403 403 403 ok
placements:place_drafts           -                    POST may 403 403 may 403 403 403 403 403 403 403 may
placements:place_offers           -                    POST may 403 403 may 403 403 403 403 403 403 403 may
placements:place_acts             -                    POST may 403 403 may 403 may 403 403 403 403 403 may
placements:place                  offered_place        GET  ok  ok  403 ok  ok  ok  403 403 403 ok  403 404
placements:place                  approved_place       GET  ok  ok  403 ok  ok  ok  403 403 403 ok  403 404
placements:place                  draft_place          GET  ok  404 403 ok  404 404 403 403 403 404 403 404
placements:place_edit             draft_place          GET  ok  404 404 ok  404 404 404 404 404 404 404 404
placements:place_edit             offered_place        GET  ok  403 404 ok  403 403 404 404 404 403 404 404
placements:place_changes          offered_place        POST may 403 404 may 403 403 404 404 404 403 404 404
placements:place_copy             offered_place        POST may 403 404 may 403 403 404 404 404 403 404 404
placements:place_withdrawal       offered_place        POST may 403 404 may 403 403 404 404 404 403 404 404
placements:place_approval         offered_place        POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:place_return           offered_place        POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:place_comments         offered_place        POST may 403 404 may 403 may 404 404 404 403 404 404
placements:booking_new            approved_place       GET  403 403 404 ok  403 ok  404 404 404 403 404 404
placements:booking_new            approved_place       POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:bookings               -                    GET  ok  ok  403 ok  ok  ok  403 403 403 ok  403 ok
placements:booking_acts           -                    GET  go  403 403 go  403 go  403 403 403 403 403 go
placements:booking_acts           -                    POST may 403 403 may 403 may 403 403 403 403 403 may
placements:booking                booking              GET  ok  ok  404 ok  ok  ok  404 404 404 ok  404 404
placements:booking                planned_booking      GET  ok  ok  404 ok  ok  ok  404 404 404 ok  404 404
placements:booking                declined_booking     GET  ok  ok  404 ok  ok  ok  404 404 404 ok  404 404
placements:booking_acceptance     booking              POST may 403 404 403 403 403 404 404 404 403 404 404
placements:booking_refusal        booking              POST may 403 404 may 403 may 404 404 404 403 404 404
placements:booking_extension      booking              POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:booking_reminder       booking              POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:booking_cancellation   booking              POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:booking_plan           planned_booking      POST 403 403 404 may 403 may 404 404 404 403 404 404
placements:booking_start          planned_booking      POST 403 403 404 may 403 may 404 404 404 403 404 404
# follow-up
followup:setup                    -                    GET  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
followup:digest                   -                    GET  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
followup:digest                   -                    POST may may may may may may may may may may may may
followup:digests                  -                    GET  403 403 403 403 403 403 403 403 403 403 ok  403
followup:measures                 -                    GET  404 404 404 ok  ok  403 ok  ok  ok  ok  403 404
followup:statistics               -                    GET  ok  ok  ok  ok  ok  403 ok  ok  ok  ok  403 ok
followup:reports                  -                    GET  ok  ok  ok  ok  ok  403 ok  ok  ok  ok  403 ok
followup:reports                  -                    POST may 403 403 may may 403 403 403 403 403 403 may
followup:report                   report               GET  ok  ok  ok  ok  ok  404 ok  ok  ok  ok  404 404
followup:report_document          report               GET  ok  ok  ok  ok  ok  404 ok  ok  ok  ok  404 404
# personal data
privacy:search                    -                    GET  403 403 403 ok  403 403 403 403 403 ok  403 403
privacy:search                    -                    POST 403 403 403 may 403 403 403 403 403 may 403 403
privacy:person                    participant          GET  403 403 403 ok  403 403 403 403 403 ok  403 403
privacy:extract                   participant          POST 403 403 403 may 403 403 403 403 403 403 403 403
privacy:holds                     participant          POST 403 403 403 may 403 403 403 403 403 403 403 403
privacy:hold_lifting              hold                 POST 403 403 403 may 403 403 403 403 403 403 403 403
privacy:retention                 -                    GET  403 403 403 ok  ok  403 403 403 403 ok  403 403
privacy:rules                     -                    POST 403 403 403 403 may 403 403 403 403 403 403 403
privacy:lists                     -                    POST 403 403 403 may 403 403 403 403 403 403 403 403
privacy:list                      retention_list       GET  403 403 403 ok  ok  403 403 403 403 ok  403 403
privacy:execution                 retention_list       POST 403 403 403 403 may 403 403 403 403 403 403 403
# long work
foundation:run                    documents_run        GET  404 404 404 ok  ok  ok  ok  ok  ok  ok  404 404
foundation:run                    report_run           GET  ok  404 404 ok  ok  ok  ok  ok  ok  ok  404 404
foundation:run_resumption         unfinished_run       POST 404 404 404 may may may may may may may 404 404
"""
TABLE = _HOUSE + BILLING


@dataclass(frozen=True)
class Row:
    """`answers`: the expected cell of each reader."""

    address: str
    object: str
    method: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.address} {self.object}"


def _rows() -> list[Row]:
    lines = [line.split() for line in (TABLE + JOBS).splitlines() if line and not line.startswith("#")]
    _address, _object, _how, *heads = lines[0]
    assert set(heads) == set(READERS)
    return [Row(name, thing, how, dict(zip(heads, cells, strict=True))) for name, thing, how, *cells in lines[1:]]


ROWS = _rows()
