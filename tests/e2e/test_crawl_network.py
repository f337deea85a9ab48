"""Proxies of the environment, certificates, and what a crawl listens on."""

from __future__ import annotations

import gzip
import ipaddress
import json
import ssl
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
from backports import zstd
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.e2e.crawling import HERE, crawl, finish, order, rows, start
from tests.e2e.plain_server import html, page, serving

USER, PASSWORD = "crawler", "hunter2-secret"


class Proxy:
    """A running proxy."""

    def __init__(self, port: int, log: Path) -> None:
        self.port, self._log = port, log

    def url(self, host: str = "127.0.0.1") -> str:
        return f"http://{USER}:{PASSWORD}@{host}:{self.port}"

    @property
    def asked(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._log.read_text().splitlines()] if self._log.exists() else []


@contextmanager
def proxying(log: Path, **names: str) -> Iterator[Proxy]:
    known = [f"{name.replace('_', '.')}={place}" for name, place in names.items()]
    command = [sys.executable, str(HERE / "proxy_server.py"), str(log), f"{USER}:{PASSWORD}", *known]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield Proxy(int(process.stdout.readline()), log)
        finally:
            process.kill()


def everything_kept(data: Path) -> bytes:
    return b"".join(
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in data.rglob("*")
        if path.is_file()
    )


def test_a_proxy_is_used_and_asked_for_nothing_forbidden_and_its_password_stays_with_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    inner = "http://inner.test/secret"
    links = ("/two", inner, "http://169.254.169.254/latest/", "http://proxy.test:PORT/")
    with serving({}) as site, proxying(tmp_path / "log", shop_test=site.host, inner_test=site.host) as proxy:
        named = [link.replace("PORT", str(proxy.port)) for link in links]
        site.answers.update({"/": html(page("Shop", *named)), "/two": html(page("Two"))})
        what = order("http://shop.test", data, retries=0, max_wait=1, failure_budget=1, log_level="DEBUG")
        what["config"]["allow_addresses"] = []
        own = ["shop.test", "inner.test", "169.254.169.254", f"proxy.test:{proxy.port}"]
        what["sites"][0]["hosts"] = own
        names = {"inner.test": ["10.1.2.3"], "proxy.test": ["127.0.0.1"]}
        environment = {"http_proxy": proxy.url("proxy.test"), "no_proxy": "proxy.test,localhost"}
        outcome = crawl(what | {"names": names}, **environment)
        assert outcome["exit_code"] == 0, outcome
        asked = [one["target"] for one in proxy.asked]
        assert all(one["allowed"] for one in proxy.asked)
        assert {"http://shop.test/robots.txt", "http://shop.test/", "http://shop.test/two"} <= set(asked)
        assert not any("inner" in target or "169.254" in target or "proxy.test" in target for target in asked)
        assert site.paths.count("/secret") == 0
    became = dict(rows(data, "SELECT url, outcome FROM frontier"))
    assert became["http://shop.test/two"] == "stored"
    assert became[inner] == "address_refused"
    assert became[f"http://proxy.test:{proxy.port}/"] == "address_refused"
    for place in (outcome["stderr"].encode(), json.dumps(outcome).encode(), everything_kept(data)):
        assert PASSWORD.encode() not in place
        assert b"Y3Jhd2xlcjpodW50ZXIy" not in place, "the same, encoded"
        assert b"roxy-Authorization" not in place


def test_what_no_proxy_names_goes_straight(tmp_path: Path) -> None:
    with serving({"/": html(page("Here"))}) as site, proxying(tmp_path / "log") as proxy:
        outcome = crawl(order(site.origin, tmp_path / "data"), http_proxy=proxy.url(), no_proxy="127.0.0.1")
        assert outcome["exit_code"] == 0, outcome
        assert proxy.asked == []


def test_a_proxy_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    proxy = f"http://{USER}:{PASSWORD}@127.0.0.1:9"
    what = order("http://shop.test", tmp_path / "data", retries=0, max_wait=0.5)
    what["config"]["allow_addresses"] = []
    outcome = crawl(what, http_proxy=proxy, no_proxy="")
    assert outcome["exit_code"] == 1
    assert "nothing was fetched" in outcome["reason"]
    assert PASSWORD not in json.dumps(outcome)


@contextmanager
def tls(site: Any, folder: Path, name: str) -> Iterator[tuple[int, Path]]:
    """The site behind TLS on another port, with a certificate that only its own file vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    alternatives = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    with serving(site.answers, context) as secure:
        yield int(secure.host.split(":")[1]), pem


@pytest.mark.parametrize("by_proxy", [False, True])
def test_certificates_are_verified(tmp_path: Path, by_proxy: bool) -> None:
    with (
        serving({"/": html(page("Secure"))}) as site,
        tls(site, tmp_path, "shop.test") as (port, pem),
        proxying(tmp_path / "log", shop_test=f"127.0.0.1:{port}") as proxy,
    ):
        origin = f"https://shop.test:{port}"
        environment = {"https_proxy": proxy.url(), "no_proxy": ""} if by_proxy else {"no_proxy": "*"}
        names = {} if by_proxy else {"shop.test": ["127.0.0.1"]}

        def run(folder: str, **trust: str) -> dict[str, Any]:
            what = order(origin, tmp_path / folder, retries=0, max_wait=0.5)
            what["config"]["allow_addresses"] = [f"127.0.0.1:{port}"]
            return crawl(what | {"names": names}, **environment, **trust)

        stranger = run("stranger")
        assert stranger["exit_code"] == 1, stranger
        assert "certificate" in stranger["reason"]
        known = run("known", SSL_CERT_FILE=str(pem))
        assert known["exit_code"] == 0, known
        if by_proxy:
            assert {one["method"] for one in proxy.asked} == {"CONNECT"}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_crawl_listens_on_nothing(tmp_path: Path) -> None:
    with serving({"/": html(page("Start", *(f"/p{n}" for n in range(50))))}) as site:
        process = start(order(site.origin, tmp_path / "data", delay=0.5))
        try:
            for _ in range(200):
                if "/p1" in site.paths or process.poll() is not None:
                    break
                time.sleep(0.05)
            own = {path.readlink().name for path in Path(f"/proc/{process.pid}/fd").iterdir()}
            listening = [
                line.split()
                for table in ("tcp", "tcp6")
                for line in Path(f"/proc/{process.pid}/net/{table}").read_text().splitlines()[1:]
            ]
            assert own
            assert [line[1] for line in listening if line[3] == "0A" and f"socket:[{line[9]}]" in own] == []
        finally:
            process.terminate()
            finish(process)


def test_compressed_answers_are_read_and_kept_as_what_they_hold(tmp_path: Path) -> None:
    squeeze = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": brotli.compress,
        "zstd": zstd.compress,
    }
    with serving({"/": html(page("Start", *(f"/{name}" for name in squeeze)))}) as site:
        for name, pack in squeeze.items():
            site.answers[f"/{name}"] = html(pack(page(f"Packed by {name}")), Content_Encoding=name)
        assert crawl(order(site.origin, tmp_path / "data"))["outcomes"]["stored"] == 5
        offered = {word.strip() for _, asked in site.seen for word in asked["accept-encoding"].split(",")}
    assert set(squeeze) <= offered
    titles = {row[0] for row in rows(tmp_path / "data", "SELECT title FROM pages")}
    assert {f"Packed by {name}" for name in squeeze} <= titles
