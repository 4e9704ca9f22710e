"""Articles to reports: sentences, then mentions, then events, then one report an event with its evidence.

The root exports the few names that other rooms use; each module is one pass.
"""

from incidents.extract.mentions import PlaceReader
from incidents.extract.reports import can_read, read_reports

__all__ = ["PlaceReader", "can_read", "read_reports"]
