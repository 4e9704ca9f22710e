"""About the data: what it is, how it was made, what every field means, what is not covered."""

from __future__ import annotations

import streamlit as st

from dashboard import data
from dashboard.chips import plain
from dashboard.dictionary import FIELDS, LANGUAGE_NAMES, REJECT_WORDS
from dashboard.guard import calmly, region
from dashboard.palette import DAY_WORDS, PLACE_WORDS, write_number
from dashboard.samples import SAMPLES
from incidents.language import LANGUAGES

LISTED = 1000
DATE_CODES = {1: "the day", 2: "a range of two to six days", 3: "the week", 4: "the month", 5: "the year"}
DRAWN = {
    1: "a dot", 2: "a dot in a ring of that radius", 3: "a shaded district with a count, never a dot",
    4: "a shaded province with a count", 5: "a soft ring", 6: "not drawn; listed as unplaced", 7: "not drawn; listed as unplaced",
}  # fmt: skip
MADE = """
**How an incident was made.** Rules and tables of words find in each article what happened, the day, the place, the toll and
who; every value keeps the exact words it came from. Names of places are looked up in a gazetteer and placed as exactly as
they are known, then joined to district, province and border. Reports of one event by several articles become one incident
with the range of their tolls; copies of one agency's text count as one source. No language model is involved: the same
articles give the same incidents.

**What is not covered.** Only the articles that were added. *A district without incidents may only be a district without
articles.* Read today: {languages}; articles in other languages are kept and listed below as not read yet. An event that no
outlet reported, or that an article only hints at, is not here. Deaths that were reported days later count only when that
later article was added too.

**Boundaries** are drawn for orientation. They imply no endorsement and no position on any claim.
"""


@region("About the data")
def show() -> None:
    """Everything a reader should know before citing a number."""
    if data.has_samples():
        st.info(f"{SAMPLES} Take them out by starting with a database of your own: sarhad ingest ARTICLES --db mine.db")
    st.markdown(MADE.format(languages=", ".join(LANGUAGE_NAMES[code] for code in LANGUAGES)))
    with calmly("The list of what was not read"):
        _rejects()
    with st.expander("Precision of places and days"):
        st.caption("The codes of UCDP GED; the map draws no place more exactly than it is known.")
        st.dataframe(
            [{"code": code, "place": words, "on the map": DRAWN[code]} for code, words in PLACE_WORDS.items()],
            hide_index=True,
        )
        st.dataframe(
            [{"code": code, "day": words, "filter": DAY_WORDS[code]} for code, words in DATE_CODES.items()],
            hide_index=True,
        )
    with st.expander("Fields"):
        st.dataframe([{"field": name, "meaning": words} for name, words in FIELDS.items()], hide_index=True, height=420)
    with st.expander("Sources, licences and vintage of the map"), calmly("The list of map sources"):
        st.caption(
            "Maps and tables made here: credit “© OpenStreetMap contributors, GeoNames”. The licence of each layer stands "
            "beside it; districts are approximate where the list says so."
        )
        st.dataframe(
            [{name: value for name, value in row.items() if name != "geometry"} for row in data.pack().sources],
            hide_index=True,
        )


def _rejects() -> None:
    rejected = data.store().rejects()
    with st.expander(f"Not read, and why ({write_number(len(rejected))})"):
        if not rejected:
            st.caption("Everything that was given could be read.")
            return
        st.dataframe(
            [
                {"file": r.file, "line": r.line, "reason": r.reason, "means": REJECT_WORDS.get(r.code, r.code)}
                for r in reversed(rejected[-LISTED:])
            ],
            hide_index=True, height=min(420, 40 + 35 * len(rejected)),
        )  # fmt: skip
        if len(rejected) > LISTED:
            st.caption(plain(f"the latest {write_number(LISTED)} of {write_number(len(rejected))}"))
