"""What every test may use: the yardstick folder when it is there, the bundled region pack, and no network."""

from __future__ import annotations

import json
import os
import sys
from importlib import resources
from pathlib import Path

import pytest
from factories import HOSTILE
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parent.parent
if os.environ.get("SARHAD_COMPILED"):  # as .ci/run sets it: the installed wheel comes before the tree
    sys.path.append(str(REPOSITORY))  # where other processes find functions of `tests`

# CI machines are small and shared: a slow example is not a failing one.
settings.register_profile("sarhad", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sarhad")


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The private yardstick beside the repository; most machines have none, and its tests are skipped there."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "eval").is_dir():
        pytest.skip("no ../shared/eval here: the private yardstick is not part of the project")
    return folder


@pytest.fixture(scope="session")
def toolbox():
    """The bundled region pack, opened once."""
    from incidents.pipeline import open_toolbox

    return open_toolbox()


@pytest.fixture(scope="session")
def sample_db(tmp_path_factory, toolbox) -> str:
    """A store of the sample articles and one hostile article, built once for page and browser tests."""
    from incidents.extract import can_read
    from incidents.ingest import ingest
    from incidents.pipeline import read_article
    from incidents.sources import read
    from incidents.store import Store

    path = str(tmp_path_factory.mktemp("store") / "incidents.db")
    records = read(str(resources.files("incidents") / "samples" / "articles.jsonl"))
    with Store.open(path) as store:
        assert list(ingest([*records, HOSTILE], store, lambda article: read_article(article, toolbox), can_read))
    return path


@pytest.fixture(scope="session")
def samples() -> list[dict]:
    lines = (resources.files("incidents") / "samples" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def required_in_ci(what: str, how_to_get_it: str) -> None:
    """Skip where a tool is missing, with the line that installs it; in CI its absence is an error."""
    message = f"{what} is not on this machine; {how_to_get_it}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
