"""Official sources downloaded at the user's request: checked, cached, and resumed after a cut (pooch does the keeping).

COD-AB of OCHA (CC BY-IGO), geoBoundaries (CC BY 4.0), GeoNames dumps (CC BY 4.0), Natural Earth (public domain). Nothing
is downloaded unless `sarhad geodata fetch` is called; the bundled pack needs none of it.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs
import pooch
import requests
from tqdm import tqdm

from geodata.model import PackError

TIMEOUT_S = 60
CHUNK_BYTES = 1 << 12  # at most this much is lost when a transfer is cut
STAYS = "the bundled pack stays in use"
SOURCES = ("cod-ab", "geoboundaries", "geonames", "natural-earth")
pooch.get_logger().setLevel("WARNING")  # its notes on hashes are for programmers
LEVELS = ("ADM0", "ADM1", "ADM2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where each source answers; `{iso2}`, `{iso3}` and `{level}` are filled in."""

    cod_ab: str = "https://data.humdata.org/api/3/action/package_show?id=cod-ab-{iso3}"
    geoboundaries: str = "https://www.geoboundaries.org/api/current/gbOpen/{iso3}/{level}/"
    geonames: str = "https://download.geonames.org/export/dump/{iso2}.zip"
    natural_earth: str = "https://naciscdn.org/naturalearth/10m/cultural/ne_10m_admin_1_states_provinces.zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """One file: where from, its name in the cache, its digest ("sha256:…", "md5:…") where one is published, a regular
    expression that one member of a zip must match."""

    url: str
    name: str
    digest: str | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a fetch brought: files on this disk, and why each missing one is missing."""

    paths: tuple[Path, ...] = ()
    missing: tuple[str, ...] = field(default=())


def download_folder() -> Path:
    """Where downloads are kept."""
    return Path(platformdirs.user_cache_dir("sarhad")) / "downloads"


def resuming(url: str, output_file: str | Path, _pooch: object, part: Path | None = None) -> None:
    """A pooch downloader that keeps what arrived in `part` and asks the server only for the rest (HTTP Range)."""
    part = part or Path(output_file)
    have = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={have}-", "Accept-Encoding": "identity"} if have else {"Accept-Encoding": "identity"}
    with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT_S) as answer:
        if answer.status_code == 416:
            part.unlink(missing_ok=True)
        answer.raise_for_status()
        resumed = answer.status_code == 206
        size = answer.headers.get("Content-Length")
        total = int(size) + (have if resumed else 0) if size is not None else None
        bar = tqdm(total=total, initial=have if resumed else 0, unit="B", unit_scale=True, disable=None, delay=2)
        with bar, part.open("ab" if resumed else "wb") as stream:
            for block in answer.iter_content(CHUNK_BYTES):
                bar.update(stream.write(block))
        if total is not None and part.stat().st_size < total:
            raise requests.ConnectionError(f"the transfer was cut after {part.stat().st_size} bytes")
    if part != Path(output_file):
        part.replace(output_file)


def fetch_one(download: Download, folder: Path | None = None) -> Path:
    """The file on this disk. Raises PackError: no network, a wrong digest, a cut transfer, a missing member."""
    folder = folder or download_folder()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{download.name}.part"

    def downloader(url: str, output_file: str, mate: object) -> None:
        resuming(url, output_file, mate, part)

    try:
        path = Path(pooch.retrieve(download.url, download.digest, download.name, folder, downloader=downloader))
    except ValueError as error:
        raise PackError(
            f"{download.url}: what arrived is not the expected file (its digest differs); it was thrown away and "
            f"{STAYS}. Try again, or report it if it happens twice"
        ) from error
    except (requests.RequestException, OSError) as error:
        kept = f"; {part.stat().st_size} bytes are kept and the next try goes on from there" if part.exists() else ""
        raise PackError(f"{download.url} could not be downloaded ({type(error).__name__}){kept}; {STAYS}") from error
    if download.member is not None:
        try:
            with zipfile.ZipFile(path) as archive:
                present = any(re.search(download.member, name) for name in archive.namelist())
                present = present and archive.testzip() is None
        except zipfile.BadZipFile:
            present = False
        if not present:
            path.unlink()
            raise PackError(f"{download.url}: the archive has no sound member {download.member}; {STAYS}")
    return path


def fetch_sources(
    countries: Sequence[str],
    names: Sequence[str] | None = None,
    folder: Path | None = None,
    say: Callable[[str], None] = lambda text: None,
    addresses: Addresses | None = None,
) -> Fetched:
    """Fetch SOURCES (or those named) for two-letter country codes. What cannot be had is named, the rest still fetched.

    Raises PackError for an unknown source or country.
    """
    folder, addresses = folder or download_folder(), addresses or Addresses()
    paths: list[Path] = []
    missing: list[str] = []
    for label, bring in _errands(countries, names or SOURCES, folder, addresses):
        say(label)
        try:
            paths.append(bring())
        except PackError as error:
            missing.append(str(error))
    return Fetched(paths=tuple(paths), missing=tuple(missing))


def _errands(
    countries: Sequence[str], names: Sequence[str], folder: Path, addresses: Addresses
) -> Iterator[tuple[str, Callable[[], Path]]]:
    if unknown := sorted(set(names) - set(SOURCES)):
        raise PackError(f"unknown source {', '.join(unknown)}; known are {', '.join(SOURCES)}")
    from geodata.build.countries import country_of

    for country in (country_of(code) for code in countries):
        if "cod-ab" in names:
            yield (
                f"COD-AB {country.name}",
                lambda country=country: _cod_ab(country.iso2, country.iso3, folder, addresses),
            )
        if "geoboundaries" in names:
            for level in LEVELS:
                url = addresses.geoboundaries.format(iso3=country.iso3, level=level)
                name = f"{country.iso2}-{level}"
                yield (
                    f"geoBoundaries {country.name} {level}",
                    lambda url=url, name=name: _geoboundaries(url, name, folder),
                )
        if "geonames" in names:
            url = addresses.geonames.format(iso2=country.iso2)
            zipped = Download(url=url, name=f"{country.iso2}.zip", member=rf"^{country.iso2}\.txt$")
            yield f"GeoNames {country.name}", lambda zipped=zipped: fetch_one(zipped, folder)
    if "natural-earth" in names:
        url = addresses.natural_earth
        zipped = Download(url=url, name=url.rpartition("/")[2], member=r"ne_10m_admin_1_states_provinces\.shp$")
        yield "Natural Earth provinces", lambda: fetch_one(zipped, folder)


def _answer(download: Download, folder: Path, find: Callable[[Mapping[str, Any]], Download | None]) -> Download:
    """Ask an API, keep its answer (it names licence and vintage), and find the file it points to."""
    path = fetch_one(download, folder)
    try:
        found = find(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError):
        found = None
    if found is None:
        path.unlink()
        raise PackError(f"{download.url}: the answer names no file of the expected kind; {STAYS}")
    return found


def _geoboundaries(url: str, name: str, folder: Path) -> Path:
    asked = Download(url=url, name=f"{name}.json")
    return fetch_one(
        _answer(asked, folder, lambda said: Download(url=said["gjDownloadURL"], name=f"{name}.geojson")), folder
    )


def _cod_ab(iso2: str, iso3: str, folder: Path, addresses: Addresses) -> Path:
    def zipped(said: Mapping[str, Any]) -> Download | None:
        for resource in said["result"]["resources"]:
            if resource["url"].lower().endswith(".geojson.zip"):
                digest = (
                    f"md5:{resource['hash']}" if re.fullmatch(r"[0-9a-f]{32}", resource.get("hash") or "") else None
                )
                member = r"adm(in|bnda_adm)?2[^/]*\.(geo)?json$"
                return Download(url=resource["url"], name=f"{iso2}-cod-ab.geojson.zip", digest=digest, member=member)
        return None

    asked = Download(url=addresses.cod_ab.format(iso3=iso3.lower()), name=f"{iso2}-cod-ab.json")
    return fetch_one(_answer(asked, folder, zipped), folder)
