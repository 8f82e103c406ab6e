"""Runs the steps that are missing, one process at a time. Loaded by Alembic; `migrate` hands the connection in."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text

from services.cache.migrations import ADVISORY_LOCK
from services.cache.stores.query_cache import metadata

_connection = context.config.attributes["connection"]
context.configure(connection=_connection, target_metadata=metadata)
with context.begin_transaction():
    # Which steps are missing is read after this, so that whoever waited here finds the work done.
    _connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
    context.run_migrations()
