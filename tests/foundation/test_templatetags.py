"""How figures and times are written, and what the component tags give."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from foundation.display import Figure, Step
from foundation.periods import HalfYear, Month
from foundation.states import tone_of
from foundation.templatetags import overens

NBSP = "\N{NO-BREAK SPACE}"


def drawn(source, path="/", **values):
    return Template(source).render(Context({"request": RequestFactory().get(path), **values}))


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (7500, f"7{NBSP}500{NBSP}kr"),
        (Decimal("241.94"), f"241,94{NBSP}kr"),
        (Decimal("15000.00"), f"15{NBSP}000{NBSP}kr"),
        (-7500, f"−7{NBSP}500{NBSP}kr"),
        (None, "–"),
    ],
)
def test_kronor_are_written_with_no_break_spaces_and_ore_only_when_there_are_any(amount, text):
    assert drawn("{{ amount|kronor }}", amount=amount) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1168, 0, f"1{NBSP}168"),
        (Decimal("18.81"), 2, "18,81"),
        (Decimal("18.805"), 2, "18,81"),
        (Fraction(37, 2), 0, "19"),
        (Fraction(-37, 2), 0, "−19"),
        (None, 0, "–"),
    ],
)
def test_numbers_are_rounded_half_up_and_written_the_swedish_way(value, decimals, text):
    assert overens.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [(17, "17"), (Decimal("16.50"), "16,5"), (Fraction(527, 31), "17"), (Fraction(50, 3), "16,67")]
)
def test_exact_numbers_show_only_the_decimals_they_have(value, text):
    assert overens.exact(value) == text


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [(Decimal("0.057"), 1, f"5,7{NBSP}%"), (Fraction(161, 292), 0, f"55{NBSP}%"), (None, 1, "–")],
)
def test_shares_are_written_as_per_cent(share, decimals, text):
    assert overens.percent(share, decimals) == text


def test_months_are_named_in_the_readers_language():
    with translation.override("sv"):
        assert drawn("{{ m|month_name }} {{ m|month_name:'F' }}", m=Month(2021, 4)).lower() == "april 2021 april"
        assert drawn("{{ m|month_name }}", m=Month(2021, 5)).lower() == "maj 2021"
    with translation.override("en"):
        assert drawn("{{ m|month_name }}", m=Month(2021, 5)) == "May 2021"


def test_half_years_are_named():
    with translation.override("sv"):
        assert overens.half_year_name(HalfYear(2021, 1)) == "första halvåret 2021"
        assert overens.half_year_name(HalfYear(2021, 2)) == "andra halvåret 2021"


def test_days_and_moments_are_written_year_first_in_swedish_time():
    """23.30 UTC on 30 April is half past one on 1 May in Sweden."""
    late = datetime(2021, 4, 30, 23, 30, tzinfo=UTC)
    assert overens.day(date(2021, 4, 30)) == "2021-04-30"
    assert overens.day(late) == "2021-05-01"
    assert overens.moment(late) == "2021-05-01 01:30"
    assert overens.day(None) == overens.moment(None) == "–"


def test_query_changes_one_parameter_and_keeps_the_others():
    assert drawn("{% query page=2 %}", "/x/?sort=name&page=1") == "?sort=name&amp;page=2"
    assert drawn("{% query page=None %}", "/x/?sort=name&page=1") == "?sort=name"


@pytest.mark.parametrize(
    ("address", "next_sort", "word"),
    [
        ("/", "?sort=missing", ""),
        ("/?sort=missing", "?sort=-missing", "stigande"),
        ("/?sort=-missing", "?sort=missing", "fallande"),
    ],
)
def test_sort_link_turns_the_order_and_says_which_it_is(address, next_sort, word):
    with translation.override("sv"):
        html = drawn('{% sort_link "missing" "Saknas" %}', address)
    assert f'href="{next_sort}"' in html
    assert ("aria-label" in html) == bool(word) and word in html


def test_sort_link_goes_back_to_the_first_page():
    assert 'href="?q=fri&amp;sort=name"' in drawn('{% sort_link "name" "Namn" %}', "/?q=fri&page=3")


def test_pagination_keeps_the_filter_in_every_address():
    page = Paginator(range(100), 10).page(2)
    html = drawn('{% pagination page target="list" %}', "/?q=fri&page=2", page=page)
    assert 'href="?q=fri&amp;page=3"' in html and 'hx-target="#list"' in html and 'aria-current="page">2<' in html


def test_downloads_are_of_what_is_shown():
    assert 'href="?q=fri&amp;format=xlsx"' in drawn("{% downloads %}", "/?q=fri&page=2")


def test_state_is_a_word_and_an_icon():
    html = drawn('{% state "signed" "undertecknad" %}')
    assert "badge done" in html and "<svg" in html and "undertecknad" in html


def test_unlisted_state_is_neutral():
    assert tone_of("withdrawn") == "neutral"


def test_answer_without_an_action_has_no_place_for_one():
    assert "answer-action" not in drawn("{% answer %}<p>Klart.</p>{% endanswer %}")
    assert "answer-action" in drawn("{% answer %}<p>Klart.</p>{% action %}<a>Vidare</a>{% endanswer %}")


def test_blocks_escape_values_but_not_their_own_markup():
    html = drawn("{% card title=name %}<p>{{ name }}</p>{% endcard %}", name="<b>")
    assert "<p>&lt;b&gt;</p>" in html and "<h2>&lt;b&gt;</h2>" in html


def test_confirmation_is_a_form_with_its_token():
    html = drawn('{% confirm url="/x/" button="Stäng" danger=True %}<p>…</p>{% endconfirm %}', csrf_token="abc")
    assert 'method="post"' in html and 'value="abc"' in html and 'class="confirm danger"' in html


def test_derivation_shows_steps_within_steps():
    steps = [Step("19 minus 17", "2", steps=(Step("5,7 % av 330", "18,81"),))]
    html = drawn("{% derivation steps %}", steps=steps)
    assert html.count('<ol class="derivation">') == 2 and "<b>18,81</b>" in html


def test_figure_with_an_address_is_a_link_to_its_reason():
    html = drawn("{% figures items %}", items=[Figure("Mål", "19", url="/why/"), Figure("Räknade", "17")])
    assert '<a href="/why/">19</a>' in html and html.count("<a") == 1


def test_every_use_of_a_word_has_an_explanation_of_its_own():
    html = drawn('{% term "kvot" %} {% term "kvot" "kvoten" %}')
    ids = [part.split('"')[0] for part in html.split('role="tooltip" id="')[1:]]
    assert len(set(ids)) == 2 and all(f'aria-describedby="{each}"' in html for each in ids)


@pytest.mark.parametrize(("done", "polls"), [(3, True), (9, False)])
def test_progress_asks_again_until_all_is_done(done, polls):
    html = drawn('{% progress "Dokument" done=done total=10 failed=1 url="/runs/1/" %}', done=done)
    assert ("every 2s" in html) is polls


@pytest.mark.parametrize(("share", "text"), [("0.4015", "40,15"), ("0.8000", "80"), ("0.675", "67,5"), ("0", "0")])
def test_a_share_is_written_as_exactly_as_it_is(share, text):
    assert overens.exact_percent(Decimal(share)) == f"{text}\N{NO-BREAK SPACE}%"
