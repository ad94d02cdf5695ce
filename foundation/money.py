"""Kronor: exact decimals, rounded to öre in one place, written the Swedish way (GLOSSARY.md, Usage)."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
ORE = Decimal("0.01")


def to_ore(amount: Fraction | Decimal | int) -> Decimal:
    """The amount in kronor rounded half up to whole öre (half away from zero for credits)."""
    if isinstance(amount, Fraction):
        hundredths = abs(amount) * 100
        whole = (hundredths.numerator * 2 + hundredths.denominator) // (hundredths.denominator * 2)
        return (Decimal(whole) / 100 * (1 if amount >= 0 else -1)).quantize(ORE)
    return Decimal(amount).quantize(ORE, rounding=ROUND_HALF_UP)


def swedish_number(number: Decimal | int, *, decimals: int = 0) -> str:
    """ "7 500" or "18,81": no-break space between thousands, decimal comma, proper minus sign."""
    text = f"{number:,.{decimals}f}".replace(",", NO_BREAK_SPACE).replace(".", ",")
    return text.replace("-", "\N{MINUS SIGN}")


def exact_percent(share: Decimal) -> str:
    """The share in per cent with the decimals that it has, without the sign: 0.4015 → "40,15", 0.8 → "80"."""
    percent = (share * 100).normalize()
    return swedish_number(percent, decimals=max(0, -int(percent.as_tuple().exponent)))


def kronor(amount: Decimal | int) -> str:
    """ "7 500 kr"; öre are written only when there are any: "241,94 kr"."""
    decimals = 0 if amount == int(amount) else 2
    return f"{swedish_number(amount, decimals=decimals)}{NO_BREAK_SPACE}kr"


def signed(number: int) -> str:
    """ "+34", "−66" or "0": a difference from what it is compared with."""
    return f"+{swedish_number(number)}" if number > 0 else swedish_number(number)
