"""The schema of L2, step by step."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from services.cache.stores.database import migration_engine, store_errors

ADVISORY_LOCK = 0x48454144
"""What a run of migrations holds: any number that nothing else in the database locks."""


async def migrate(url: str) -> None:
    """Brings the database at the URL up to date. Safe to repeat, and to run from several processes at once.

    Within a process only one at a time: Alembic keeps its context in a module. Raises StoreError.
    """
    engine = migration_engine(url)
    try:
        with store_errors():
            async with engine.connect() as connection:
                await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def configuration() -> Config:
    """Alembic's configuration, which lies beside this file."""
    return Config(Path(__file__).with_name("alembic.ini"))


def _upgrade(connection: Connection) -> None:
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
