"""Half-years in addresses: "2021-H1"."""

from foundation.periods import HalfYear


class HalfYearConverter:
    regex = r"[0-9]{4}-H[12]"

    def to_python(self, value: str) -> HalfYear:
        return HalfYear.parse(value)

    def to_url(self, value: HalfYear | str) -> str:
        return str(value)
