"""What a page says as an article: title, authors, dates, main text, claims, and what it states of itself."""

from __future__ import annotations

from extractors.article.read import ArticleParts, read_article

__all__ = ["ArticleParts", "read_article"]
