"""Identity numbers. The numbers here are the tax agency's test numbers or made up with a right check digit."""

from datetime import date

import pytest

from foundation.identity_numbers import InvalidIdentityNumber, looks_like_one, normalised

TODAY = date(2021, 4, 30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("199001172395", "199001172395"),
        ("19900117-2395", "199001172395"),
        ("900117-2395", "199001172395"),
        ("9001172395", "199001172395"),
        (" 19900117 2395 ", "199001172395"),
        ("199001789818", "199001789818"),  # coordination number: 17 + 60 would be 77, here 18 + 60 = 78
        ("900178-9818", "199001789818"),
    ],
)
def test_twelve_digits_come_out_however_it_was_written(text: str, expected: str) -> None:
    assert normalised(text, today=TODAY) == expected


def with_check_digit(nine: str) -> str:
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(nine))
    return nine + str(-total % 10)


@pytest.mark.parametrize(
    ("six", "sign", "expected"),
    [
        ("210430", "-", "20210430"),  # born today
        ("210501", "-", "19210501"),  # tomorrow would be unborn: a hundred years earlier
        ("210430", "+", "19210430"),  # + says a hundred years or more
        ("000229", "-", "20000229"),
        ("960229", "-", "19960229"),
    ],
)
def test_ten_digits_mean_the_latest_birth(six: str, sign: str, expected: str) -> None:
    ten = with_check_digit(f"{six}239")
    assert normalised(f"{six}{sign}{ten[6:]}", today=TODAY) == expected + ten[6:]


@pytest.mark.parametrize(
    "text",
    [
        "199001172398",  # check digit
        "19901317" + "2395",
        "9001172395x",
        "90011723",
        "",
        "0000000000",
        "TF9001172395",
        "1990-01-17-2395",
    ],
)
def test_what_is_no_identity_number_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(InvalidIdentityNumber) as refusal:
        normalised(text, today=TODAY)
    assert str(refusal.value) == ""


def test_without_a_day_the_century_is_not_guessed() -> None:
    with pytest.raises(InvalidIdentityNumber):
        normalised("9001172395")
    assert normalised("199001172395") == "199001172395"


def test_nobody_is_born_after_today() -> None:
    with pytest.raises(InvalidIdentityNumber):
        normalised("2021" + with_check_digit("210501239")[2:], today=TODAY)


@pytest.mark.parametrize(
    "text",
    ["199001019802", "19900101-9802", "900101-9802", "9001019802", "900101+9802", "900101–9802", " 900101 9802 ",
     "0000000000", "999999999999", "９００１０１９８０２"],
)  # fmt: skip
def test_what_has_the_shape_looks_like_one_even_when_it_is_none(text: str) -> None:
    assert looks_like_one(text)


@pytest.mark.parametrize("text", ["", "P1", "A000331", "1234567", "12345678901", "P900101-98", "E0001", "2021-0001"])
def test_other_keys_do_not_look_like_one(text: str) -> None:
    assert not looks_like_one(text)
