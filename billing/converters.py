"""Half-years in addresses: "2021-H1"."""

from foundation.periods import LIKELY_YEARS, HalfYear


class HalfYearConverter:
    regex = r"[0-9]{4}-H[12]"

    def to_python(self, value: str) -> HalfYear:
        """Raises ValueError, so that the address is not found, also for a half-year that nobody can mean."""
        half_year = HalfYear.parse(value)
        if half_year.year not in LIKELY_YEARS:
            raise ValueError(value)
        return half_year

    def to_url(self, value: HalfYear | str) -> str:
        return str(value)
