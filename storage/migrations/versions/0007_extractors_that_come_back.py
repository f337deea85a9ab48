"""An extractor that is used again after another one is the newest again: it has a row for each time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    _made_anew(sa.PrimaryKeyConstraint("ordinal"))


def downgrade() -> None:
    """Back to the one before; of an extractor that came back, readings of its later times go by its last row."""
    op.execute(
        "DELETE FROM extractors WHERE EXISTS (SELECT 1 FROM extractors AS later "
        "WHERE later.ordinal > extractors.ordinal AND later.extractor_version = extractors.extractor_version)"
    )
    _made_anew(sa.PrimaryKeyConstraint("extractor_version"), sa.UniqueConstraint("ordinal"))


def _made_anew(*constraints: sa.Constraint) -> None:
    columns = ("ordinal", "extractor_version", "first_used_at")
    listed = ", ".join(columns)
    op.create_table(
        "extractors_anew",
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("extractor_version", sa.Text(), nullable=False),
        sa.Column("first_used_at", sa.String(length=27), nullable=False),
        *constraints,
    )
    op.execute(f"INSERT INTO extractors_anew ({listed}) SELECT {listed} FROM extractors")  # noqa: S608 - our own names
    op.drop_table("extractors")
    op.rename_table("extractors_anew", "extractors")
