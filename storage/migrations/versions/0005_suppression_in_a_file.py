"""No table of suppressed words: the list has lain in the data folder's `forgotten.json` from the first day on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.drop_table("suppressed")


def downgrade() -> None:
    """Back to the one before."""
    op.create_table(
        "suppressed",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("kind", "hash"),
    )
