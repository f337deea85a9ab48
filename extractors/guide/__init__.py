"""What a page says as a guide: sections, companies, hubs, schools, skills, tools, career path, pay, links."""

from __future__ import annotations

from extractors.guide.parts import Context, GuideParts
from extractors.guide.read import read_guide

__all__ = ["Context", "GuideParts", "read_guide"]
