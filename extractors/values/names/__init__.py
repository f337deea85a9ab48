"""Names of people in bylines: which words are the name, which a role, a credential, a date, a button.

What languages know (cues, roles, stops) is data, in `lexicon/bylines.toml`.
"""

from __future__ import annotations

from extractors.values.names.cleaning import clean_name, is_credential, key_of
from extractors.values.names.ideographic import reporters_in
from extractors.values.names.reading import Name, names_in
from extractors.values.names.shapes import LONGEST, accepts, is_agency, is_login, is_organization, is_person, is_single
from extractors.values.names.wording import has_given_name, lexicon, may_sign, month_names

__all__ = [
    "LONGEST",
    "Name",
    "accepts",
    "clean_name",
    "has_given_name",
    "is_agency",
    "is_credential",
    "is_login",
    "is_organization",
    "is_person",
    "is_single",
    "key_of",
    "lexicon",
    "may_sign",
    "month_names",
    "names_in",
    "reporters_in",
]
