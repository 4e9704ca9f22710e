"""The store: articles, what they report, and the incidents merged from it, in SQLite or PostgreSQL."""

from incidents.store.database import default_database
from incidents.store.intake import Fate
from incidents.store.store import Store, Stored

__all__ = ["Fate", "Store", "Stored", "default_database"]
