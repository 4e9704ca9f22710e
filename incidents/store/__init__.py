"""The store: articles, what they report, and the incidents merged from it, in SQLite or PostgreSQL."""

from incidents.store.database import default_database
from incidents.store.intake import TAKEN, Fate
from incidents.store.store import Store, Stored

__all__ = ["TAKEN", "Fate", "Store", "Stored", "default_database"]
