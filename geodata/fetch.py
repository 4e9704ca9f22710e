"""Official sources downloaded at the user's request: checked, cached, and resumed after a cut (pooch does the keeping).

Addresses, licences: geoBoundaries (CC BY 4.0, its own API names the file), GeoNames dumps (CC BY 4.0), Natural Earth
(public domain). Nothing is downloaded unless `sarhad geodata fetch` is called; the bundled pack needs none of it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import pooch
import requests

from geodata.model import PackError

TIMEOUT_S = 60
CHUNK_BYTES = 1 << 12  # at most this much is lost when a transfer is cut
ISO3 = {"PK": "PAK", "IR": "IRN", "AF": "AFG", "TR": "TUR", "SY": "SYR", "IQ": "IRQ", "IN": "IND", "TM": "TKM"}
GEOBOUNDARIES = "https://www.geoboundaries.org/api/current/gbOpen/{iso3}/{level}/"
GEONAMES = "https://download.geonames.org/export/dump/{country}.zip"
NATURAL_EARTH = "https://naciscdn.org/naturalearth/10m/cultural/ne_10m_admin_1_states_provinces.zip"
STAYS = "the bundled pack stays in use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """One file: where from, its name in the cache, its SHA-256 where one is published, a member a zip must have."""

    url: str
    name: str
    sha256: str | None = None
    member: str | None = None


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
        with part.open("ab" if answer.status_code == 206 else "wb") as stream:
            for block in answer.iter_content(CHUNK_BYTES):
                stream.write(block)
        total = answer.headers.get("Content-Length")
        arrived = part.stat().st_size - (have if answer.status_code == 206 else 0)
        if total is not None and arrived < int(total):
            raise requests.ConnectionError(f"the transfer was cut after {part.stat().st_size} bytes")
    if part != Path(output_file):
        part.replace(output_file)


def fetch_one(download: Download, folder: Path | None = None) -> Path:
    """The file on this disk. Raises PackError: no network, a wrong hash, a cut transfer, a missing member."""
    folder = folder or download_folder()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{download.name}.part"

    def downloader(url: str, output_file: str, mate: object) -> None:
        resuming(url, output_file, mate, part)

    known = f"sha256:{download.sha256}" if download.sha256 else None
    try:
        path = Path(pooch.retrieve(download.url, known, download.name, folder, downloader=downloader))
    except ValueError as error:
        raise PackError(
            f"{download.url}: what arrived is not the expected file (its SHA-256 differs); it was thrown away and "
            f"{STAYS}. Try again, or report it if it happens twice"
        ) from error
    except (requests.RequestException, OSError) as error:
        kept = f"; {part.stat().st_size} bytes are kept and the next try goes on from there" if part.exists() else ""
        raise PackError(f"{download.url} could not be downloaded ({type(error).__name__}){kept}; {STAYS}") from error
    if download.member is not None:
        try:
            with zipfile.ZipFile(path) as archive:
                present = download.member in archive.namelist() and archive.testzip() is None
        except zipfile.BadZipFile:
            present = False
        if not present:
            path.unlink()
            raise PackError(f"{download.url}: the archive has no sound member {download.member!r}; {STAYS}")
    return path


def official_downloads(countries: Sequence[str], names: Sequence[str] | None = None) -> list[Download]:
    """What `fetch` downloads for two-letter country codes. PackError for an unknown source or country."""
    wanted = list(names or ("geoboundaries", "geonames", "natural-earth"))
    unknown = sorted(set(wanted) - {"geoboundaries", "geonames", "natural-earth"})
    if unknown:
        raise PackError(f"unknown source {', '.join(unknown)}; known are geoboundaries, geonames and natural-earth")
    found: list[Download] = []
    for country in (code.strip().upper() for code in countries):
        if "geoboundaries" in wanted:
            if country not in ISO3:
                raise PackError(f"country {country!r} is not known here; known are {', '.join(sorted(ISO3))}")
            for level in ("ADM0", "ADM1", "ADM2"):
                url = GEOBOUNDARIES.format(iso3=ISO3[country], level=level)
                found.append(Download(url=url, name=f"{country}-{level}.json"))
        if "geonames" in wanted:
            found.append(Download(url=GEONAMES.format(country=country), name=f"{country}.zip", member=f"{country}.txt"))
    if "natural-earth" in wanted:
        member = "ne_10m_admin_1_states_provinces.shp"
        found.append(Download(url=NATURAL_EARTH, name=NATURAL_EARTH.rpartition("/")[2], member=member))
    return found


def fetch_sources(
    countries: Sequence[str],
    names: Sequence[str] | None = None,
    folder: Path | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> list[Path]:
    """Fetch all of `official_downloads`; geoBoundaries' answers are followed to the file they name.

    Raises PackError naming the first that is missing; what arrived before stays in the cache.
    """
    import json

    paths = []
    for download in official_downloads(countries, names):
        say(download.url)
        path = fetch_one(download, folder)
        if path.suffix == ".json":
            try:
                target = json.loads(path.read_text(encoding="utf-8"))["gjDownloadURL"]
            except (ValueError, KeyError, TypeError):
                path.unlink()
                raise PackError(f"{download.url}: the answer names no gjDownloadURL; {STAYS}") from None
            path = fetch_one(Download(url=target, name=f"{path.stem}.geojson"), folder)
        paths.append(path)
    return paths
