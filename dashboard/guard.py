"""The last resort: whatever goes wrong in a part of the page is said calmly there, and the other parts stay.

What a person can act on is an error of ours and its text is shown. Anything else is a fault of the program: its traceback
goes to the server's stderr, under a number that the page names, and never to the page.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec
from uuid import uuid4

import streamlit as st

from dashboard.chips import plain
from geodata.model import GeodataError
from incidents.model import IncidentsError

P = ParamSpec("P")
LOG = logging.getLogger("sarhad.page")


@contextmanager
def calmly(what: str, title: str | None = None) -> Iterator[None]:
    """Show what is drawn inside, or in its place why it cannot be shown.

    what: the part of the page, as in "The map". title: what to head the reason with where the page has no title yet.
    """
    try:
        yield
    except (IncidentsError, GeodataError) as error:
        _headed(title)
        st.error(plain(f"{what} cannot be shown: {error}"))
    except Exception:  # Streamlit's own rerun and stop are no Exceptions
        number = uuid4().hex[:8]
        LOG.exception("fault %s in %s", number, what)
        _headed(title)
        st.error(
            f"{what} cannot be shown: Sarhad made a mistake here, and your articles are untouched. Reload the page or "
            f"change the filter; if it stays, report fault {number} with the lines of the server's log that name it."
        )


def region(what: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """A view that is drawn `calmly`."""

    def guarded(view: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(view)
        def drawn(*args: P.args, **kwargs: P.kwargs) -> None:
            with calmly(what):
                view(*args, **kwargs)

        return drawn

    return guarded


def _headed(title: str | None) -> None:
    if title:
        st.title(title, anchor=False)
