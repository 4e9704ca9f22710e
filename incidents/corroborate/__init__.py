"""Reports of one event by several articles become one incident, with the range of tolls and every source.

Reports meet only in blocks of time and place (`blocks`), so the work grows with the reports, not with their square; two
that meet are weighed (`likeness`); groups are formed so that the whole of a group agrees, not only a chain of neighbours
(`groups`); a group becomes an incident that keeps every contribution (`incident`). Nothing depends on the order of
arrival, and no report outside a group of linked reports bears on it: a store may merge anew only what a change reaches.
"""

from __future__ import annotations

from incidents.corroborate.blocks import blocking_keys
from incidents.corroborate.groups import corroborate
from incidents.corroborate.incident import incident_id
from incidents.corroborate.likeness import joined, likeness

__all__ = ["blocking_keys", "corroborate", "incident_id", "joined", "likeness"]
