"""The place bank of the story: about 1 500 openings offered during 2021, each saying what it gives the person."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from register.demonstration.stock import STOCK

OPENINGS = 1500
FIRST_OFFER, LAST_OFFER = date(2021, 1, 4), date(2021, 8, 6)
# job title, tasks, what the person learns, by department; all workplaces are invented
WORK: dict[str, tuple[tuple[str, str, str], ...]] = {
    "110": (("Kontorsassistent", "Post, arkiv och mötesrum.", "Datorvana och arbete på kontor."),),
    "120": (
        ("Snickare i arbetslag", "Enklare snickeri och reparationer.", "Verktyg, ritningar och arbetsmiljö."),
        ("Textilarbetare", "Sömnad och lagning av arbetskläder.", "Hantverk och att arbeta mot beställning."),
        ("Miljövårdare", "Städning av stränder och gångvägar.", "Laganda och att planera sin dag."),
    ),
    "130": (("Parkarbetare", "Ogräs, klippning och snöröjning.", "Maskiner och skötsel av grönytor."),),
    "140": (
        ("Badvärd", "Bemötande och tillsyn i entrén.", "Service, språk och säkerhet."),
        ("Idrottsplatsvärd", "Iordningställer planer och omklädningsrum.", "Ansvar för en anläggning."),
    ),
    "150": (("Boendeassistent", "Stöd i vardagen och i köket.", "Bemötande och dokumentation."),),
    "160": (
        ("Förskoleassistent", "Måltider, utevistelse och lek.", "Barns utveckling och yrkessvenska."),
        ("Köksbiträde", "Servering och disk.", "Livsmedelshygien."),
    ),
    "170": (
        ("Elevassistent", "Stöd på raster och i klassrummet.", "Bemötande och pedagogik."),
        ("Skolvärd", "Synlig vuxen i korridorer och matsal.", "Konflikthantering och språk."),
        ("Måltidsbiträde", "Servering och disk i skolköket.", "Livsmedelshygien."),
    ),
    "180": (("Vaktmästarassistent", "Flytt, möbler och enklare reparationer.", "Fastighetsskötsel."),),
    "190": (
        ("Vårdserviceassistent", "Måltider, förråd och promenader.", "Bemötande och vårdens språk."),
        ("Aktivitetsvärd", "Aktiviteter för äldre.", "Att leda en grupp."),
    ),
    "200": (("Biblioteksvärd", "Sortering av böcker och hjälp till besökare.", "Service och system."),),
    "210": (("Provtagningsassistent", "Märkning och transport av prover.", "Noggrannhet och rutiner."),),
    "220": (
        ("Lokalvårdare", "Städning av skolor och kontor.", "Metoder, kemikalier och ergonomi."),
        ("Lagerarbetare", "Plock och leverans.", "Lagersystem och truck."),
    ),
    "230": (("Arkivassistent", "Skanning av ritningar.", "Digital arkivering."),),
    "310": (("Fastighetsvärd", "Trapphus och gårdar.", "Service till hyresgäster."),),
    "320": (("Hamnvärd", "Tillsyn och enklare underhåll.", "Säkerhet och underhåll."),),
}


@dataclass(frozen=True, slots=True)
class Offer:
    department: str
    kind: str
    workplace: str
    job_title: str
    tasks: str
    value_for_person: str
    openings: int
    offered_on: date


def offers(seed: int = 1500) -> list[Offer]:
    """The offers in the order of their days; the openings of the boards' departments are 1 500 together."""
    drawn = random.Random(seed)
    grown = {code: numbers[-1] - numbers[0] // (4 if code == "120" else 1) for code, numbers in STOCK.items()}
    whole = sum(number for code, number in grown.items() if code < "300")
    found: list[Offer] = []
    left = OPENINGS
    for code, number in grown.items():
        share = round(OPENINGS * number / whole)
        if code < "300":
            share = min(share, left) if code != "230" else left
            left -= share
        found += _of_department(code, share, drawn)
    return sorted(found, key=lambda offer: (offer.offered_on, offer.department))


def _of_department(code: str, openings: int, drawn: random.Random) -> list[Offer]:
    found = []
    number = 0
    while openings > 0:
        number += 1
        size = min(openings, drawn.choice((2, 3, 4, 5, 6, 8)))
        title, tasks, value = WORK[code][number % len(WORK[code])]
        days = (LAST_OFFER - FIRST_OFFER).days
        day = FIRST_OFFER + timedelta(days=int(days * drawn.random() ** 1.5))
        kind = "own_team" if code == "120" else "external"
        found.append(Offer(code, kind, f"Exempelplatsen {code}-{number}", title, tasks, value, size, day))
        openings -= size
    return found
