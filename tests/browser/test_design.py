"""The components, as seen: readable in light and dark, wide and narrow, with the keyboard and without JavaScript."""

from __future__ import annotations

from itertools import product

import pytest

from tests.organisation.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def administrator():
    return UserFactory(role="system_administrator")


def test_axe_finds_nothing_in_light_and_dark_wide_and_narrow(administrator, open_page, faults_of):
    for path in ("/design/", "/there-is-no-such-page/"):  # the pages themselves: test_pages.py
        for width, scheme in product((1280, 390), ("light", "dark")):
            assert (path, faults_of(open_page(path, administrator, width=width, scheme=scheme))) == (path, [])


def test_login_page_is_without_faults(open_page, faults_of):
    for width in (1280, 390):
        assert faults_of(open_page("/login/", width=width)) == []


def test_security_policy_is_not_broken_by_our_own_page(administrator, open_page):
    page = open_page("/about/", administrator)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/design/")
    assert [text for text in said if "Content Security Policy" in text] == []


def test_first_tab_leads_past_the_navigation(administrator, open_page):
    page = open_page("/design/", administrator)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")


def test_explanation_of_a_word_shows_on_focus_and_hides_on_escape(administrator, open_page):
    page = open_page("/design/", administrator)
    page.locator(".term button").first.focus()
    explanation = page.locator(".term [role=tooltip]").first
    assert explanation.is_visible()
    page.keyboard.press("Escape")
    assert not explanation.is_visible()


def test_sorting_exchanges_the_list_and_keeps_it_in_the_address(administrator, open_page):
    page = open_page("/design/", administrator)
    page.get_by_role("link", name="Tillsatta").click()
    page.wait_for_url("**/design/?sort=filled")
    page.get_by_role("img", name="stigande").wait_for()
    assert page.locator("#list").count() == page.locator("main").count() == 1


def test_menu_of_the_person_opens_and_closes_with_the_keyboard(administrator, open_page):
    page = open_page("/design/", administrator)
    page.locator("[popovertarget=user-menu]").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Logga ut").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Logga ut").is_visible()


def test_rows_are_cards_on_a_phone(administrator, open_page):
    page = open_page("/design/", administrator, width=390)
    assert page.locator("table.cards tbody tr").first.evaluate("row => getComputedStyle(row).display") == "block"


def test_navigation_waits_behind_a_button_on_a_phone(open_page):
    page = open_page("/about/", UserFactory(role="asf_administrator"), width=390)
    navigation = page.locator("#navigation")
    assert not navigation.is_visible()
    page.get_by_role("button", name="Meny").click()
    assert navigation.is_visible()
