"""Why a page ended and where it went, what is in doubt, and which pages name another address as their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NEW = ("gone_reason", "gone_to", "doubted_at", "doubted")


def upgrade() -> None:
    """To this revision."""
    op.add_column("failures", sa.Column("target", sa.Text(), nullable=True))
    for name in _NEW:
        kind = sa.String(length=27) if name == "doubted_at" else sa.Text()
        op.add_column("page_keys", sa.Column(name, kind, nullable=True))
    op.create_table(
        "claims",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("input_id", sa.String(length=16), nullable=False),
        sa.Column("own", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("page_id", "input_id"),
    )


def downgrade() -> None:
    """Back to the one before."""
    op.drop_table("claims")
    for name in _NEW:
        op.drop_column("page_keys", name)
    op.drop_column("failures", "target")
