"""The crawl queue: addresses with their leases, and the slots that keep requests to a site apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STAMP = sa.String(length=27)


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "frontier",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("redirects", sa.Integer(), nullable=False),
        sa.Column("found_on", sa.Text()),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("not_before", _STAMP, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("worker", sa.Text()),
        sa.Column("lease_until", _STAMP),
        sa.Column("run_id", sa.Text()),
        sa.Column("outcome", sa.Text()),
        sa.Column("status", sa.Integer()),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("digest", sa.Text()),
        sa.Column("fetched_at", _STAMP),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("due_at", _STAMP, nullable=False),
        sa.PrimaryKeyConstraint("scope", "key"),
    )
    queued, leased = sa.text("state = 0"), sa.text("state = 1")
    op.create_index(
        "frontier_queue",
        "frontier",
        ["scope", "slot", sa.text("priority DESC"), "ordinal"],
        sqlite_where=queued,
        postgresql_where=queued,
    )
    op.create_index("frontier_leased", "frontier", ["worker"], sqlite_where=leased, postgresql_where=leased)
    op.create_index("frontier_due", "frontier", ["scope", "due_at"])
    op.create_table(
        "frontier_slots",
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text()),
        sa.Column("lease_until", _STAMP, nullable=False),
        sa.Column("next_at", _STAMP, nullable=False),
        sa.PrimaryKeyConstraint("slot"),
    )


def downgrade() -> None:
    """To the revision before."""
    op.drop_table("frontier_slots")
    op.drop_table("frontier")
