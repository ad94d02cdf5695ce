"""The agreements of the story: who promised what, when it was signed, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass

OWN_COST = "Omkostnader för arbetsplats, kläder och handledning bärs av mottagande förvaltning inom ram."
CONTACTS = ("HR-enheten, 040-00 00 00 (konstruerat)", "Anställningsenheten, 040-00 00 01 (konstruerat)")
SHARED_COST = "Mottagande förvaltning bär omkostnaderna och får handledarbidraget från ASF."


@dataclass(frozen=True, slots=True)
class Promise:
    """One version as agreements.csv has it; `steps` the targets of January to June where they rise."""

    department: str
    version: int
    valid_from: str
    target: int
    signed_on: str
    cost_financing: str = OWN_COST
    deviation_note: str = ""
    unfilled_place_excuses: bool = False
    steps: tuple[int, ...] = ()

    def row(self) -> str:
        excuses = "yes" if self.unfilled_place_excuses else "no"
        # what is signed in the system, or not signed yet, is filled in there
        whole = (f"ASN-2021-EXEMPEL-{self.department}", *CONTACTS) if self.signed_on else ("", "", "")
        cells = (
            self.department, self.version, self.valid_from, "2021-12-31", self.target, self.deviation_note, "last_day",
            "", excuses, self.cost_financing, self.signed_on, *whole,
        )  # fmt: skip
        return ";".join(map(str, cells))

    def step_rows(self) -> list[str]:
        return [
            f"{self.department};{self.version};2021-{number:02d};{target}"
            for number, target in enumerate(self.steps, start=1)
        ]


PROMISES = (
    Promise("110", 1, "2021-01-01", 27, "2021-01-20"),
    Promise("130", 1, "2021-01-01", 26, "2021-02-10"),
    Promise("140", 1, "2021-01-01", 19, ""),  # signed in the system, see signings
    Promise("150", 1, "2021-01-01", 151, "2021-01-28", steps=(40, 60, 85, 110, 130, 151)),
    Promise(
        "160", 1, "2021-01-01", 242, "2021-02-03", SHARED_COST,
        unfilled_place_excuses=True, steps=(75, 105, 140, 175, 210, 242),
    ),
    Promise("170", 1, "2021-01-01", 291, "2021-02-15", steps=(85, 120, 165, 210, 250, 280)),
    Promise("180", 1, "2021-01-01", 105, "2021-01-29", steps=(35, 50, 70, 85, 95, 105)),
    Promise(
        "180", 2, "2021-07-01", 109, "2021-06-10",
        deviation_note="Fyra platser till när lärcentrum öppnar i juli (konstruerat).",
    ),
    Promise(
        "190", 1, "2021-01-01", 282, "2021-02-22", SHARED_COST,
        unfilled_place_excuses=True, steps=(90, 130, 175, 220, 255, 282),
    ),
    Promise("200", 1, "2021-01-01", 23, "2021-01-22", unfilled_place_excuses=True),
    Promise("210", 1, "2021-01-01", 12, "2021-03-01"),
    Promise("220", 1, "2021-01-01", 63, ""),  # signed in the system, see signings
    Promise("230", 1, "2021-01-01", 17, ""),  # still a draft: the quota holds
)  # fmt: skip

# Miljöförvaltningen has too few tasks for its quota, Serviceförvaltningen takes two places over. The second waits for
# the answer of Fritidsförvaltningen's head.
TRANSFER_HEADINGS = (
    "from_department;to_department;number;first_month;last_month;reason;proposed_for;proposed_on;signed_on;noted_on"
)
TRANSFERS = (
    "210;220;2;2021-05;2021-12;Uppgifterna räcker inte, men handledare finns hos Serviceförvaltningen (konstruerat).;"
    "210;2021-04-06;2021-04-12;2021-04-13",
    "220;140;1;2021-09;2021-12;Fritidsförvaltningens lärcentrum söker vaktmästare från september (konstruerat).;"
    "220;2021-08-05;;",
)
