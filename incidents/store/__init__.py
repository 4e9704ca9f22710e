"""The store: articles, what they report, and the incidents merged from it, in SQLite or PostgreSQL."""

from incidents.store.store import Store, default_database

__all__ = ["Store", "default_database"]
