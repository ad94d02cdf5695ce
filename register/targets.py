"""Would a transfer take more than the giver has? Worked out on the register as the folder would make it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from agreements.targets import Direction, SignedVersion, Transfer, effective_target, ended
from allocation.quota import Rounding, apportion
from allocation.succession import Counted, HandOn, mapped
from foundation.periods import Month, months_between
from register.bearing import has_quota
from register.entries import Key, Values, Whole


def first_months_below_zero(whole: Whole) -> dict[Key, tuple[Month, int]]:
    """By key of transfer: the first month in which it takes more than the giver has, and what the giver has then.

    Signed transfers take first, in the order of their months; what is not signed is tried alone beside them.
    """
    found: dict[Key, tuple[Month, int]] = {}
    transfers = _as_ended(whole)
    for year in whole.model_years():
        quotas_of = cache(partial(_formula_quotas, whole, year))
        for entry in whole.entries("transfers.csv"):
            if entry.key in found:
                continue
            others = [row for key, row in transfers.items() if key != entry.key and row["signed_on"]]
            own = transfers.get(entry.key)
            below = own and _first_month_below(whole, year, own, others, quotas_of)
            if below:
                found[entry.key] = below
    return found


def first_month_overdrawn(whole: Whole, department: str, months: Iterable[Month]) -> Month | None:
    """The first of the months in which the department would have given away more than it has, all endings counted."""
    signed = [row for row in _as_ended(whole).values() if row["signed_on"]]
    moved = [transfer for row in signed if (transfer := _seen_from(department, row))]
    wanted = set(months)
    for year in whole.model_years():
        versions = _signed_versions(whole, department, year["year"])
        for month in months_between(Month.of(year["starts"]), Month.of(year["ends"])):
            quota = _formula_quotas(whole, year, month).get(department) if month in wanted else None
            if quota is None:
                continue
            now = effective_target(month=month, versions=versions, transfers=moved, formula_quota=quota)
            if now.base + now.transfers_in < now.transfers_out:
                return month
    return None


def months_from(whole: Whole, first: Month, last: Month | None) -> list[Month]:
    """To `last`, or as far as a model year is decided."""
    decided = max((Month.of(year["ends"]) for year in whole.model_years()), default=first)
    return months_between(first, min(last or decided, decided))


def _as_ended(whole: Whole) -> dict[Key, Values]:
    """The transfers with the months that they really move places in; those that an ending leaves nothing of are out."""
    endings = whole.all("transfer_endings.csv")
    found = {}
    for key, row in whole.all("transfers.csv").items():
        ending = endings.get(key[:3])
        from_month = ending["from_month"] if ending and ending["signed_on"] and row["signed_on"] else None
        moved = Transfer(row["number"], row["first_month"], row["last_month"], Direction.OUT).ended(from_month)
        if moved:
            found[key] = row | {"last_month": moved.last_month}
    return found


def _first_month_below(
    whole: Whole, year: Values, new: Values, others: list[Values], quotas_of: Callable[[Month], Mapping[str, int]]
) -> tuple[Month, int] | None:
    giver = new["from_department"]
    versions = _signed_versions(whole, giver, year["year"])
    beside = [transfer for row in others if (transfer := _seen_from(giver, row))]
    first, last = max(new["first_month"], Month.of(year["starts"])), Month.of(year["ends"])
    for month in months_between(first, min(new["last_month"] or last, last)):
        quota = quotas_of(month).get(giver)
        if quota is None:
            continue  # it has no quota then, which is a fault of its own
        now = effective_target(month=month, versions=versions, transfers=beside, formula_quota=quota)
        has = now.base + now.transfers_in - now.transfers_out
        if has < new["number"]:
            return month, max(0, has)
    return None


def _seen_from(department: str, row: Values) -> Transfer | None:
    directions = {row["from_department"]: Direction.OUT, row["to_department"]: Direction.IN}
    if department not in directions:
        return None
    return Transfer(row["number"], row["first_month"], row["last_month"], directions[department])


def _signed_versions(whole: Whole, department: str, year: int) -> list[SignedVersion]:
    steps: dict[Key, dict[Month, int]] = {}
    for key, step in whole.all("monthly_targets.csv").items():
        steps.setdefault(key[:3], {})[step["month"]] = step["target"]
    versions = [
        SignedVersion(
            number=row["version"],
            valid_from=Month.of(row["valid_from"]),
            valid_to=Month.of(row["valid_to"]) if row["valid_to"] else None,
            target=row["target"],
            steps=steps.get(key, {}),
        )
        for key, row in whole.all("agreements.csv").items()
        if key[:2] == (department, year) and row["signed_on"]
    ]
    for key, row in whole.all("agreement_endings.csv").items():
        if key[:2] == (department, year) and row["agreed_on"]:
            versions = ended(versions, through=row["version"], last_month=row["last_month"])
    return versions


def _reading(whole: Whole, year: Values, month: Month) -> Values:
    """The year's own parameters, or those of the last revision that has begun by the month."""
    rows = [row for row in whole.all("model_year_revisions.csv").values() if row["year"] == year["year"]]
    begun = [row for row in rows if row["first_month"] <= month]
    return max(begun, key=lambda row: row["number"], default=year)


def _formula_quotas(whole: Whole, year: Values, month: Month) -> Mapping[str, int]:
    """By code, as the organisation of the month would have it."""
    year = _reading(whole, year, month)
    headcounts, codes = whole.all("headcounts.csv"), [key[0] for key in whole.all("departments.csv")]
    numbers = {code: number for number, code in enumerate(codes)}
    day = year["headcount_date"]
    staff = {
        numbers[code]: Counted(row["permanent"], row["all"]) for code in codes if (row := headcounts.get((code, day)))
    }
    if not staff:
        return {}  # nobody has counted that day yet: there is nothing to hold against
    rows = whole.all("successors.csv").values()
    hand_ons = [
        HandOn(numbers[row["predecessor"]], numbers[row["successor"]], row["first_month"], row["share"])
        for row in rows
        if row["predecessor"] in numbers and row["successor"] in numbers
    ]
    now = mapped(staff, hand_ons, counted_on=day, month=month).staff
    basis = "permanent" if year["basis"] == "permanent" else "all"
    people = {code: getattr(now.get(numbers[code]), basis, 0) for code in codes if has_quota(whole, code, month)}
    try:
        quotas = apportion(
            rate=year["rate"], headcounts=people, rounding=Rounding(year["rounding"]), total=year["rounding_total"]
        )
    except ValueError:  # a total that nobody can carry: the model year's own fault, told there
        return {}
    return {code: derivation.quota for code, derivation in quotas.items()}
