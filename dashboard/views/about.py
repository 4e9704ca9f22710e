"""About the data: what it is, how it was made, what is not covered."""

from __future__ import annotations

import streamlit as st

from dashboard import data
from dashboard.palette import DATE_WORDS, PLACE_WORDS
from dashboard.samples import SAMPLES


def show() -> None:
    st.markdown(
        f"""{SAMPLES}

**How an incident was made.** Rules and tables of words find in each article what happened, the day, the place, the toll
and who; every value keeps the exact words it came from. Names are placed with a gazetteer, joined to district, province
and border, and reports of one event are merged. No language model is involved: the same articles give the same incidents.

**What is not covered.** Only the articles that were added. A district without incidents may only be one without articles.
English is read today; articles in other languages are kept and listed as not read yet.

**Boundaries** are drawn for orientation and imply no endorsement. Districts are approximate where the list below says so."""
    )
    st.markdown("**Precision of places** " + " · ".join(f"{number} {words}" for number, words in PLACE_WORDS.items()))
    st.markdown("**Precision of days** " + " · ".join(f"{n} {words or 'the day'}" for n, words in DATE_WORDS.items()))
    st.markdown("**Map layers**")
    st.dataframe([{k: v for k, v in row.items() if k != "geometry"} for row in data.pack().sources], hide_index=True)
    rejected = data.store().rejects()
    st.markdown(f"**Not taken** ({len(rejected)})")
    for reject in rejected[-100:]:
        st.text(f"{reject.file}{'' if reject.line is None else f', line {reject.line}'}: {reject.reason}")
