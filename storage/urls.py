"""The one normal form of a URL, from which page keys are made; used by crawl, store and exports alike."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    from tldextract import ExtractResult

# Parameters that name a visit, a campaign or a session, never a document; as documented by those who set them.
_TRACKING = re.compile(
    r"(?:utm_\w+|hsa_\w+|mtm_\w+|pk_(?:campaign|kwd|source|medium|content)|matomo_\w+|at_(?:campaign|medium)\w*"
    r"|gclid|gclsrc|dclid|gbraid|wbraid|gad_source|gad_campaignid|srsltid|_gl|_ga|fbclid|igshid|msclkid|yclid|ttclid"
    r"|twclid|li_fat_id|rdt_cid|epik|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|__hstc|__hssc|__hsfp|hsctatracking|vero_id"
    r"|wickedid|oly_anon_id|oly_enc_id|s_kwcid|ef_id|trk|trkcampaign"
    r"|phpsessid|jsessionid|aspsessionid\w*|sessionid|session_id|cfid|cftoken)",
    re.IGNORECASE,
)
_PATH_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%(?:([0-9a-fA-F]{2}))?")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/!$&'()*+,;=:@-._~"
_PAGINATION = re.compile(r"(?:[?&](?:page|paged|p|pg|start|offset)=\d+|/(?:page|p|seite|pagina)/\d+/?$)", re.IGNORECASE)
SAVED = "file:"
"""What the key of a saved file without an address starts with; its path relative to the folder given follows."""


@lru_cache(maxsize=65_536)
def url_key(url: str) -> str:
    """The normal form: two addresses with one key are one page.

    Scheme and host in lower case (host in its ASCII form), no user, no default port, dot segments resolved, percent
    escapes only where needed, query sorted and free of tracking and session parameters, no fragment (but for `#!`).
    What is no http address comes back stripped and otherwise unchanged.
    """
    stripped = url.strip()
    try:
        parts = urlsplit(stripped)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return stripped
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host:
        return stripped
    netloc = _netloc(scheme, host, port)
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((scheme, netloc, _path(parts.path), _query(parts.query), fragment))


def page_key(url: str | None, canonical: str | None = None) -> str:
    """Key of a page that was had under `url` and names `canonical` as its own address.

    The page's word is taken where it may be true: an http address of the same site, not the site's root for a page
    that is not the root, and not another page of a paginated list. Without any address the answer is empty.
    """
    if not url:
        return url_key(canonical) if canonical else ""
    own = url_key(url)
    if not canonical:
        return own
    named = url_key(urljoin(url, canonical.strip()))
    if own.startswith(SAVED):
        return named if named.startswith(("http://", "https://")) else own
    return named if _may_be(own, named) else own


def _may_be(own: str, named: str) -> bool:
    if not named.startswith(("http://", "https://")) or site_of(own) != site_of(named):
        return False
    a, b = urlsplit(own), urlsplit(named)
    if b.path == "/" and not b.query and (a.path != "/" or a.query):
        return False
    return page_number(own) == page_number(named)


def page_number(key: str) -> str | None:
    """What of an address names a page of a list, such as `page=2`; None where nothing does."""
    found = _PAGINATION.search(key)
    return found[0].strip("?&/").lower() if found else None


@lru_cache(maxsize=8_192)
def host_of(url: str) -> str:
    """The host that an address names, in one form: lower case, ASCII, without a final dot; its port where that is not
    the scheme's own. Empty for what is no http address.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    return _netloc(scheme, host, port) if scheme in _DEFAULT_PORTS and host else ""


@lru_cache(maxsize=8_192)
def site_of(url: str) -> str:
    """The site that an address belongs to: its registrable domain; for an IP address or a bare name, host and port.

    The public suffix list counts with its private part, so that two blogs of one provider are two sites. Empty for
    what is no http address.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host:
        return ""
    domain = "" if _is_address(host) else _registrable(_ascii_host(host))
    if domain:
        return domain
    shown = f"[{host}]" if ":" in host else _ascii_host(host)
    return shown + (f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme.lower()] else "")


@lru_cache(maxsize=8_192)
def _registrable(host: str) -> str:
    return _suffixes()(host).top_domain_under_public_suffix


@lru_cache(maxsize=1)
def _suffixes() -> Callable[[str], ExtractResult]:
    from tldextract import TLDExtract  # on first use: the suffix list is large

    # The snapshot that comes with the package: an answer must not depend on the network or on a cache.
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _netloc(scheme: str, host: str, port: int | None) -> str:
    return _ascii_host(host) + (f":{port}" if port and port != _DEFAULT_PORTS[scheme] else "")


def _ascii_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _path(path: str) -> str:
    path = _PATH_SESSION.sub("", path)
    normal = quote(_ESCAPE.sub(_unescaped, path), safe=_PATH_SAFE + "%")
    if "/." in normal:
        normal = _without_dots(normal)
    return normal or "/"


def _unescaped(found: re.Match[str]) -> str:
    if found[1] is None:
        return "%25"  # a percent sign that escapes nothing
    char = chr(int(found[1], 16))
    return char if char in _UNRESERVED else f"%{found[1].upper()}"


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _query(query: str) -> str:
    if not query:
        return ""
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    return urlencode(sorted(pairs))
