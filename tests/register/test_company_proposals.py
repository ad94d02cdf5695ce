"""company_proposals.csv: checked like everything else; what is answered stays."""

import pytest

from register.faults import FolderRefused
from register.operations.load import load_register
from tests.register.folders import example_with, lines_of, text_of, with_files

pytestmark = pytest.mark.django_db


def test_what_companies_propose_is_checked_and_an_answer_is_not_changed(tmp_path):
    companies = text_of("departments.csv") + "105;Bolaget;Bolaget AB;company;\n"
    head = "company;places;first_month;text;filed_on;answer;answer_text;answered_on\n"
    faulty = f"{head}101;2;2021-10;Lager;2021-08-05;;;\n105;2;2021-10;Lager;2021-08-05;declined;;\n"
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=example_with(tmp_path, departments=companies, company_proposals=faulty))
    assert lines_of(refusal) == [
        "company_proposals.csv:2:company: väntade ett bolag: förvaltningar erbjuder platser i platsbanken, fann ”101”",
        "company_proposals.csv:3:answered_on: väntade en dag när det finns ett svar, annars en tom cell, "
        "fann en tom cell",
        "company_proposals.csv:3:answer_text: väntade svaret i ord, som bolaget kan läsa, fann en tom cell",
    ]
    answered = f"{head}105;2;2021-10;Lager;2021-08-05;declined;Inte nu;2021-08-20\n"
    load_register(path=example_with(tmp_path / "right", departments=companies, company_proposals=answered))
    later = answered.replace("Inte nu", "Gärna")
    with pytest.raises(FolderRefused) as refusal:
        load_register(path=with_files(tmp_path / "later", company_proposals=later))
    assert lines_of(refusal) == [
        "company_proposals.csv:2:answer_text: väntade ”Inte nu”, för förslaget är besvarat, fann ”Gärna”"
    ]
