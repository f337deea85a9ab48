"""What is resolved across pages (duplicates, entities and what users decided on them), and the suppression list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema import ExactDecimal

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "duplicates",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("of_page_id", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("score", ExactDecimal(), nullable=False),
        sa.PrimaryKeyConstraint("page_id"),
    )
    op.create_table(
        "entity_aliases",
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(length=16), nullable=False),
        sa.Column("entity_name", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("score", ExactDecimal(), nullable=False),
        sa.Column("like_alias", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("type", "alias"),
    )
    op.create_index("ix_entity_aliases_entity", "entity_aliases", ["entity"])
    op.create_table(
        "entity_decisions",
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("type", "alias", "other"),
    )
    op.create_table(
        "suppressed",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("kind", "hash"),
    )


def downgrade() -> None:
    """Back to the one before."""
    for table in ("suppressed", "entity_decisions", "entity_aliases", "duplicates"):
        op.drop_table(table)
