"""A made-up database of any size, written straight through the store's schema: for measuring, never for looking at facts."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa
from factories import EVENT_TYPES

from geodata.names import fold_name
from geodata.pack import open_pack
from incidents.store import Store
from incidents.store.schema import incident_words, incidents

FIRST, DAYS = date(2007, 1, 1), 6500
PROVINCES = ("Balochistan", "Sistan and Baluchestan")
ACTORS = ("Balochistan Liberation Front", "Jaish al-Adl", "Balochistan Liberation Army", None, None)
WORDS = [
    "convoy",
    "checkpost",
    "patrol",
    "soldiers",
    "levies",
    "labourers",
    "highway",
    "market",
    "motorcycle",
    "rocket",
    "night",
    "border",
    "oil",
    "truck",
]
BATCH = 5_000


def write_database(path: Path, size: int, seed: int = 7) -> str:
    """A database of `size` incidents at and around the pack's places: dots, rings, districts, undated ones."""
    with Store.open(path):
        pass
    dice = random.Random(seed)
    places = [place for place in open_pack().places if place.admin1 in PROVINCES and place.admin2]
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as db:
        for start in range(0, size, BATCH):
            rows = [_row(number, dice, places) for number in range(start, min(size, start + BATCH))]
            db.execute(sa.insert(incidents), rows)
            db.execute(
                sa.insert(incident_words),
                [{"incident_id": row["id"], "text": fold_name(f"{row['title']} {row['excerpt']}")} for row in rows],
            )
    engine.dispose()
    return str(path)


def _row(number: int, dice: random.Random, places: list) -> dict:
    place = dice.choice(places)
    prec = dice.choices((1, 2, 3, 4, 5, 6), (40, 40, 10, 3, 3, 4))[0]
    kind = dice.choice(list(EVENT_TYPES))
    day = FIRST + timedelta(days=int(DAYS * dice.random() ** 0.7))
    killed = None if dice.random() < 0.2 else min(200, int(dice.paretovariate(1.1)) - 1)
    away = 0.0 if dice.random() < 0.5 else 0.2
    title = f"{killed or 'Several'} killed in {place.name}"
    dated = dice.random() >= 0.01
    return {
        "id": f"{number:08x}{dice.randrange(16**8):08x}",
        "event_date": day.isoformat() if dated else None,
        "event_date_end": None, "date_prec": 1 if dated else None, "event_type": kind, "sub_event_type": dice.choice(EVENT_TYPES[kind]),
        "fatalities": killed, "fatalities_low": killed, "fatalities_high": killed, "injured": dice.choice((None, 1, 4)),
        "actor1": dice.choice(ACTORS), "actor2": "Frontier Corps", "location": place.name, "admin2": place.admin2,
        "admin1": place.admin1, "country": place.country, "lon": place.lon + dice.uniform(-away, away),
        "lat": place.lat + dice.uniform(-away, away), "where_prec": prec, "uncertainty_km": place.uncertainty_km or 5.0,
        "border_km": round(dice.uniform(0, 400), 1), "border_side": place.country, "background": dice.random() < 0.05,
        "title": title, "excerpt": f"{title}: {' '.join(dice.choices(WORDS, k=30))}.", "number_of_sources": dice.randint(1, 4),
        "status": "machine", "outlets": "|Dawn|" if dice.random() < 0.5 else "|Gulf Wire|Dawn|",
    }  # fmt: skip
