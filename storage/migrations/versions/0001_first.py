"""The first schema: pages, fetches, extractions, rows with history, runs, archive offsets, quarantine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.schema import ExactDecimal

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "addresses",
        sa.Column("url_id", sa.String(length=16), nullable=False),
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url_id", "page_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "archive_segments",
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("committed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("segment"),
    )
    op.create_table(
        "authors_history",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("record_key", sa.String(length=16), nullable=False),
        sa.Column("content_hash", sa.String(length=16), nullable=False),
        sa.Column("spell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.String(length=27), nullable=True),
        sa.Column("valid_to", sa.String(length=27), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("bio", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("page_id", "record_key", "content_hash", "spell"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "career_steps_history",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("record_key", sa.String(length=16), nullable=False),
        sa.Column("content_hash", sa.String(length=16), nullable=False),
        sa.Column("spell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.String(length=27), nullable=True),
        sa.Column("valid_to", sa.String(length=27), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("alternatives", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("page_id", "record_key", "content_hash", "spell"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entities_history",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("record_key", sa.String(length=16), nullable=False),
        sa.Column("content_hash", sa.String(length=16), nullable=False),
        sa.Column("spell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.String(length=27), nullable=True),
        sa.Column("valid_to", sa.String(length=27), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("qualifier", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("page_id", "record_key", "content_hash", "spell"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "extractions",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("input_id", sa.String(length=16), nullable=False),
        sa.Column("extractor", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("read_from", sa.String(length=27), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("page_id", "input_id", "extractor"),
    )
    op.create_table(
        "extractors",
        sa.Column("extractor_version", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("first_used_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("extractor_version"),
        sa.UniqueConstraint("ordinal"),
    )
    op.create_table(
        "failures",
        sa.Column("url_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url_id", "at"),
    )
    op.create_table(
        "fetches",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("fetched_at", sa.String(length=27), nullable=False),
        sa.Column("input_id", sa.String(length=16), nullable=False),
        sa.Column("url_id", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=True),
        sa.Column("segment_offset", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("page_id", "fetched_at", "input_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "issues_history",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("record_key", sa.String(length=16), nullable=False),
        sa.Column("content_hash", sa.String(length=16), nullable=False),
        sa.Column("spell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.String(length=27), nullable=True),
        sa.Column("valid_to", sa.String(length=27), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("page_id", "record_key", "content_hash", "spell"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "links_history",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("record_key", sa.String(length=16), nullable=False),
        sa.Column("content_hash", sa.String(length=16), nullable=False),
        sa.Column("spell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.String(length=27), nullable=True),
        sa.Column("valid_to", sa.String(length=27), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("rel", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("page_id", "record_key", "content_hash", "spell"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "page_keys",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("first_fetched", sa.String(length=27), nullable=True),
        sa.Column("last_fetched", sa.String(length=27), nullable=True),
        sa.Column("version_fetched", sa.String(length=27), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("extractor_version", sa.Text(), nullable=True),
        sa.Column("gone_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("page_id"),
        sa.UniqueConstraint("page"),
    )
    op.create_index(op.f("ix_page_keys_site"), "page_keys", ["site"], unique=False)
    op.create_table(
        "pages_history",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("record_key", sa.String(length=16), nullable=False),
        sa.Column("content_hash", sa.String(length=16), nullable=False),
        sa.Column("spell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.String(length=27), nullable=True),
        sa.Column("valid_to", sa.String(length=27), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("kind_reason", sa.Text(), nullable=True),
        sa.Column("canonical_url", sa.Text(), nullable=True),
        sa.Column("site_name", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("subtitle", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("image", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=True),
        sa.Column("date_published", sa.Text(), nullable=True),
        sa.Column("date_modified", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("occupation", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("page_id", "record_key", "content_hash", "spell"),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "quarantine",
        sa.Column("quarantine_id", sa.String(length=16), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("quarantine_id"),
    )
    op.create_table(
        "revisits",
        sa.Column("url_id", sa.String(length=16), nullable=False),
        sa.Column("fetched_at", sa.String(length=27), nullable=False),
        sa.Column("input_id", sa.String(length=16), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=True),
        sa.Column("segment_offset", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("url_id", "fetched_at"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "runs",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("started_at", sa.String(length=27), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("extractor_version", sa.Text(), nullable=True),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run_id"),
    )
    op.create_table(
        "salaries_history",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("record_key", sa.String(length=16), nullable=False),
        sa.Column("content_hash", sa.String(length=16), nullable=False),
        sa.Column("spell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.String(length=27), nullable=True),
        sa.Column("valid_to", sa.String(length=27), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("occupation", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("min_value", ExactDecimal(), nullable=True),
        sa.Column("max_value", ExactDecimal(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("unit_text", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("tax_note", sa.Text(), nullable=True),
        sa.Column("component", sa.Text(), nullable=True),
        sa.Column("statistic", sa.Text(), nullable=True),
        sa.Column("percentile", ExactDecimal(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=True),
        sa.Column("payments_per_year", ExactDecimal(), nullable=True),
        sa.Column("hours_per_week", ExactDecimal(), nullable=True),
        sa.Column("employment_type", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("approximate", sa.Integer(), nullable=True),
        sa.Column("inferred", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.Column("also_stated", sa.Text(), nullable=True),
        sa.Column("annual_min", ExactDecimal(), nullable=True),
        sa.Column("annual_max", ExactDecimal(), nullable=True),
        sa.Column("annual_assumption", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("page_id", "record_key", "content_hash", "spell"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sections_history",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("record_key", sa.String(length=16), nullable=False),
        sa.Column("content_hash", sa.String(length=16), nullable=False),
        sa.Column("spell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.String(length=27), nullable=True),
        sa.Column("valid_to", sa.String(length=27), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("items", sa.Text(), nullable=True),
        sa.Column("tables", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("page_id", "record_key", "content_hash", "spell"),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "statistics_history",
        sa.Column("page_id", sa.String(length=16), nullable=False),
        sa.Column("record_key", sa.String(length=16), nullable=False),
        sa.Column("content_hash", sa.String(length=16), nullable=False),
        sa.Column("spell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.String(length=27), nullable=True),
        sa.Column("valid_to", sa.String(length=27), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Text(), nullable=True),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=True),
        sa.Column("comparison", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("page_id", "record_key", "content_hash", "spell"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Back to nothing."""
    op.drop_table("statistics_history")
    op.drop_table("sections_history")
    op.drop_table("salaries_history")
    op.drop_table("runs")
    op.drop_table("revisits")
    op.drop_table("quarantine")
    op.drop_table("pages_history")
    op.drop_index(op.f("ix_page_keys_site"), table_name="page_keys")
    op.drop_table("page_keys")
    op.drop_table("meta")
    op.drop_table("links_history")
    op.drop_table("issues_history")
    op.drop_table("fetches")
    op.drop_table("failures")
    op.drop_table("extractors")
    op.drop_table("extractions")
    op.drop_table("entities_history")
    op.drop_table("career_steps_history")
    op.drop_table("authors_history")
    op.drop_table("archive_segments")
    op.drop_table("addresses")
