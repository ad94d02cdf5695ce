"""The month between two sides, in a real browser: by keyboard only, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from billing.models import Reconciliation
from billing.operations.months import open_month, propose_month
from tests.billing.city import APRIL, ASKED, City, build_city, place
from tests.browser.conftest import OpenPage
from tests.clock import clock_from
from tests.organisation.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_TABS = 400


@pytest.fixture
def city(transactional_db: None) -> Iterator[City]:
    """The register example on 3 May 2021."""
    with clock_from(date(2021, 5, 3)):
        yield build_city()


def tab_to(page: Page, target: Locator) -> None:
    """Walk with Tab, as someone without a mouse, until the target has the focus, though the page may be exchanged."""
    for _step in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def press(page: Page, target: Locator, *, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def test_month_is_opened_objected_to_answered_confirmed_and_closed_by_keyboard(city: City, open_page: OpenPage):
    """In April 15 of 19 are counted, so 4 are missing."""
    asf = open_page("/reconciliations/?month=2021-04", UserFactory(role="asf_administrator"))
    press(asf, asf.get_by_role("button", name="Öppna april för 3 förvaltningar"))
    press(asf, asf.get_by_role("button", name="Föreslå april för 3 förvaltningar"))
    expect(asf.get_by_text("April 2021 är föreslagen för 3")).to_be_visible()
    hr = open_page("/reconciliations/", UserFactory(role="department_hr", department=city.leisure))
    press(hr, hr.get_by_role("button", name="Granska april"), key="Space")
    expect(hr.get_by_text("Ni har 15 av 19.")).to_be_visible()
    line = hr.get_by_role("row").filter(has_text="E0013")
    press(hr, line.locator("summary"))
    tab_to(hr, line.get_by_label("Vad stämmer inte?"))
    hr.keyboard.type("Personen slutade den 12 april.")
    press(hr, line.get_by_role("button", name="Skicka invändningen"))
    expect(hr.get_by_text("Invändningen är skickad till ASF")).to_be_visible()
    asf.goto(hr.url)
    tab_to(asf, asf.get_by_label("Ert svar"))
    asf.keyboard.type("Personen arbetade hela april enligt registret.")
    press(asf, asf.get_by_role("button", name="Avslå"))
    expect(asf.get_by_text("Invändningen är besvarad.")).to_be_visible()
    hr.reload()
    expect(hr.get_by_text("ASF svarade: Personen arbetade")).to_be_visible()
    press(hr, hr.get_by_role("button", name="Bekräfta april"))
    expect(hr.get_by_text("Ni har bekräftat")).to_be_visible()
    asf.reload()
    press(asf, asf.get_by_role("button", name="Stäng månaden – kan inte ändras efteråt"))
    expect(asf.get_by_text("Månaden är stängd. Siffrorna ändras inte längre.")).to_be_visible()
    closed = Reconciliation.objects.get(department=city.leisure, month=APRIL)
    assert (closed.state, int(closed.missing)) == ("closed", 4)


def test_month_is_confirmed_without_javascript(city: City, open_page: OpenPage):
    administrator = UserFactory(role="asf_administrator")
    row, *_rest = open_month(month=APRIL, by=administrator, departments=[city.leisure])
    propose_month(reconciliation=row, by=administrator, deadline=date(2021, 5, 12), today=ASKED)
    reader = UserFactory(role="department_hr", department=city.leisure)
    hr = open_page("/reconciliations/", reader, script=False)
    hr.get_by_role("button", name="Granska april").click()
    hr.get_by_role("button", name="Bekräfta april").click()
    expect(hr.get_by_text("Ni har bekräftat")).to_be_visible()
    row.refresh_from_db()
    assert (row.state, row.confirmed_by) == ("confirmed", reader)


def test_what_is_disputed_is_parked_and_settled_while_the_rest_closes(city: City, open_page: OpenPage):
    """Person 99 stopped on the 29th, says the register; the 30th, says the department, on a phone. ASF closes on the
    undisputed 3 missing, then finds that the department is right and corrects the register."""
    place(city.leisure, date(2021, 1, 1), date(2021, 4, 29), number=99)
    administrator = UserFactory(role="asf_administrator")
    row, *_rest = open_month(month=APRIL, by=administrator, departments=[city.leisure])
    propose_month(reconciliation=row, by=administrator, deadline=date(2021, 5, 12), today=ASKED)
    hr = open_page(f"/reconciliations/{row.pk}/", UserFactory(role="department_hr", department=city.leisure))
    hr.set_viewport_size({"width": 390, "height": 844})
    line = hr.get_by_role("row").filter(has_text="E0099")
    line.locator("summary").click()
    expect(line.get_by_text("Ni menar att anställningen ska räknas.")).to_be_visible()
    line.get_by_label("Vad stämmer inte?").fill("Handledaren säger den 30 april.")
    line.get_by_role("button", name="Skicka invändningen").click()
    hr.get_by_role("button", name="Bekräfta resten").click()
    expect(hr.get_by_text("Ni har bekräftat resten.")).to_be_visible()
    assert hr.evaluate("document.documentElement.scrollWidth") <= 390
    asf = open_page(f"/reconciliations/{row.pk}/", administrator)
    asf.get_by_role("button", name="Stäng det som ni är ense om").click()
    expect(asf.get_by_text("Det omtvistade är parkerat.")).to_be_visible()
    row.refresh_from_db()
    assert (row.state, int(row.missing), int(row.parked)) == ("closed", 3, 1)
    asf.get_by_label("Placerad till och med (tomt: tills vidare)").fill("2021-04-30")
    asf.get_by_label("Ert svar").fill("Handledaren har intygat det.")
    asf.get_by_role("button", name="Den räknas", exact=True).click()
    expect(asf.get_by_text("Den parkerade raden är avgjord.")).to_be_visible()
    hr.reload()
    expect(hr.get_by_text("Handledaren har intygat det.").first).to_be_visible()
    row.refresh_from_db()
    assert (int(row.missing), row.corrections.count()) == (3, 0)


def test_what_was_written_is_there_again_when_it_is_refused(city: City, open_page: OpenPage):
    """A figure in letters is refused; the reason, which took the time to write, stays to be sent with a right one."""
    [row] = open_month(month=APRIL, by=None, departments=[city.leisure])
    propose_month(reconciliation=row, by=None, deadline=date(2021, 5, 14), today=ASKED)
    hr = open_page(f"/reconciliations/{row.pk}/", UserFactory(role="department_hr", department=city.leisure))
    form = hr.locator("form[action$='/objections/']:has([name=figure]:not([type=hidden]))").last
    form.locator("xpath=ancestor::details[1]").locator("summary").first.click()
    form.get_by_label("Vad stämmer inte?").fill("Två som började den 19 april saknas på listan.")
    form.locator("[name=figure]").fill("sjutton")
    form.get_by_role("button").last.click()
    expect(hr.get_by_text("Siffran ”sjutton” går inte att läsa")).to_be_visible()
    text = form.get_by_label("Vad stämmer inte?")
    expect(text).to_be_visible()
    expect(text).to_have_value("Två som började den 19 april saknas på listan.")
    expect(form.locator("[name=figure]")).to_have_value("sjutton")
    hr.reload()
    expect(text).to_have_value("")
