"""Alembic migrations, run from code when a store is opened; there is no alembic.ini to find."""
