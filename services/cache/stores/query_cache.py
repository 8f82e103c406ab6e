"""The table of L2."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, MetaData, PrimaryKeyConstraint, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

query_cache = Table(
    "query_cache",
    metadata,
    Column("tenant_id", Text, nullable=False),
    Column("property_id", Text, nullable=False),
    Column("query_hash", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("payload_type", Text, nullable=False),
    Column("plan", JSONB, nullable=False),
    Column("stored_at", DateTime(timezone=True), nullable=False),
    Column("fresh_until", DateTime(timezone=True), nullable=False),
    Column("keep_until", DateTime(timezone=True), nullable=False),
    Column("fencing_token", BigInteger, nullable=False),
    PrimaryKeyConstraint("tenant_id", "property_id", "query_hash"),
    Index("query_cache_plan", "plan", postgresql_using="gin", postgresql_ops={"plan": "jsonb_path_ops"}),
    Index("query_cache_keep_until", "keep_until"),
)
"""One row for each result; `migrations/` make it."""
