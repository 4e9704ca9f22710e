"""Alembic's entry: run the migrations on the connection that `Store.open` hands over."""

from alembic import context

from incidents.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
