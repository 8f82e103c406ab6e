"""Make the table of results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "query_cache",
        sa.Column("tenant_id", sa.Text, nullable=False),
        sa.Column("property_id", sa.Text, nullable=False),
        sa.Column("query_hash", sa.Text, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("payload_type", sa.Text, nullable=False),
        sa.Column("plan", JSONB, nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fresh_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fencing_token", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "property_id", "query_hash"),
    )
    op.create_index(
        "query_cache_plan", "query_cache", ["plan"], postgresql_using="gin", postgresql_ops={"plan": "jsonb_path_ops"}
    )
    op.create_index("query_cache_keep_until", "query_cache", ["keep_until"])


def downgrade() -> None:
    op.drop_table("query_cache")
