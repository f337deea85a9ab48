"""Names just as pages word them, with the entities that they mean."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "entity_wordings",
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("qualifier", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("entity", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("type", "name", "qualifier"),
    )
    op.create_index(op.f("ix_entity_wordings_entity"), "entity_wordings", ["entity"])


def downgrade() -> None:
    """Back to the one before."""
    op.drop_table("entity_wordings")
