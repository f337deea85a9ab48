"""Where a crawl may go."""

import pytest

from crawlers.addresses import AddressPolicy, literal_address, parse_allowed
from extractors.errors import AddressRefused, ConfigurationError

NOBODY = AddressPolicy()
ONE_PORT = AddressPolicy((parse_allowed("127.0.0.1:8080"),))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "not an address",
    ],
)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert NOBODY.refusal(address, 80)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_what_is_public_is_not(address: str) -> None:
    assert NOBODY.refusal(address, 443) is None


def test_the_allow_list_holds_for_the_port_it_names() -> None:
    assert ONE_PORT.refusal("127.0.0.1", 8080) is None
    assert ONE_PORT.refusal("::ffff:127.0.0.1", 8080) is None
    assert ONE_PORT.refusal("127.0.0.1", 8081)
    assert ONE_PORT.refusal("127.0.0.2", 8080)
    assert AddressPolicy((parse_allowed("10.0.0.0/8"),)).refusal("10.20.30.40", 99) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://example.com/",
        "http:///path",
        "http://example.com:99999/",
        "http://[bad",
    ],
)
def test_urls_that_show_it_outright_are_refused_without_a_look_up(url: str) -> None:
    with pytest.raises(AddressRefused):
        NOBODY.check_url(url)


def test_a_name_is_left_to_the_resolver() -> None:
    NOBODY.check_url("https://example.com/hiring")
    assert literal_address("example.com") is None


@pytest.mark.parametrize("entry", ["example.com", "127.0.0.1:x", "300.1.1.1", ""])
def test_an_entry_that_is_no_address_is_a_configuration_error(entry: str) -> None:
    with pytest.raises(ConfigurationError, match="allow_addresses"):
        parse_allowed(entry)
