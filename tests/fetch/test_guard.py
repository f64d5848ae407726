"""The address rule: what may be dialled, in every way an address can be written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestbot.fetch.guard import is_local_name, literal, refusal

PRIVATE = [
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
    "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "192.88.99.1",
    "::1", "fc00::1", "fd12:3456::1", "fec0::1", "2001:db8::1", "3fff::1", "64:ff9b:1::1",
]  # fmt: skip
NEVER = [
    "0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.0.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "::", "fe80::1", "fe80::1%eth0", "febf::1", "ff02::1", "100::1", "5f00::1",
    "2001:2::1", "2001:20::1", "::8.8.8.8", "4000::1",
]  # fmt: skip
CARRIED = [
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::1", "2002:c0a8:101::1", "2001:0:4136:e378:8000:63bf:80ff:fffe",  # Teredo client 127.0.0.1
    "2001:0:7f00:1:8000:63bf:f7f7:f7f7", "2a00::5efe:10.0.0.1",
]  # fmt: skip
PUBLIC = [
    "93.184.216.34", "8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "192.0.1.1", "198.20.0.1", "11.0.0.1",
    "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
]  # fmt: skip


@pytest.mark.parametrize("ip", PRIVATE)
def test_private_addresses_are_refused(ip: str) -> None:
    assert refusal(ip, False)


@pytest.mark.parametrize("ip", PRIVATE)
def test_private_addresses_are_admitted_on_an_intranet(ip: str) -> None:
    assert refusal(ip, True) is None


@pytest.mark.parametrize("ip", NEVER)
@pytest.mark.parametrize("allow_private", [False, True])
def test_link_local_multicast_and_reserved_addresses_are_refused_always(ip: str, allow_private: bool) -> None:
    assert refusal(ip, allow_private)


@pytest.mark.parametrize("ip", CARRIED)
def test_private_addresses_carried_in_ipv6_are_refused(ip: str) -> None:
    assert "carries" in (refusal(ip, False) or "")


def test_a_carried_link_local_address_is_refused_on_an_intranet_too() -> None:
    assert refusal("::ffff:169.254.169.254", True)


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_addresses_are_admitted(ip: str) -> None:
    assert refusal(ip, False) is None


@pytest.mark.parametrize("text", ["", "example.org", "1.2.3", "256.1.1.1", ":::"])
def test_what_is_no_address_is_refused(text: str) -> None:
    assert refusal(text, True)


@given(st.ip_addresses(v=4))
def test_nothing_that_python_calls_private_is_admitted(address: ipaddress.IPv4Address) -> None:
    if address.is_private or address.is_multicast or address.is_reserved or address.is_loopback:
        assert refusal(str(address), False)


@given(st.ip_addresses(v=6))
def test_nothing_that_python_calls_private_is_admitted_in_ipv6(address: ipaddress.IPv6Address) -> None:
    if address.is_private or address.is_multicast or address.is_reserved or address.is_link_local:
        carried = address.ipv4_mapped or address in ipaddress.ip_network("64:ff9b::/96")
        assert carried or refusal(str(address), False)


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_judged_as_the_one_it_carries(address: ipaddress.IPv4Address) -> None:
    assert bool(refusal(f"::ffff:{address}", False)) == bool(refusal(str(address), False))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "127.1", "127.0.1",
     "0X7F.0.0.0x1", "127.0.0.1.", "127.0.0.1..", "00177.0.0.01"],
)  # fmt: skip
def test_every_way_to_write_an_ipv4_address_is_read_as_browsers_read_it(host: str) -> None:
    assert literal(host) == "127.0.0.1"


@pytest.mark.parametrize("host", ["[::1]", "::1", "0:0:0:0:0:0:0:1", "0000:0000::0001"])
def test_ipv6_literals_are_made_canonical(host: str) -> None:
    assert literal(host) == "::1"


@pytest.mark.parametrize("host", ["example.org", "1.example", "0x.example.org", "a1", "x0x7f", "deadbeef", "1-2"])
def test_names_are_no_literals(host: str) -> None:
    assert literal(host) is None


@pytest.mark.parametrize(
    "host",
    ["1.2.3.4.5", "256.0.0.1", "1.2.3.256", "08.0.0.1", "4294967296", "foo.1", "1..2", "fe80::1%25eth0", "::1%lo"],
)
def test_broken_numbers_and_zone_ids_are_errors(host: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        literal(host)


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{}", "{:#x}", "0{:o}"]))
def test_a_single_number_is_the_address_it_counts_to(value: int, form: str) -> None:
    assert literal(form.format(value)) == str(ipaddress.IPv4Address(value))


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "x.y.localhost..", "localhost.localdomain"])
def test_names_of_this_machine_are_known(host: str) -> None:
    assert is_local_name(host)


def test_a_name_that_only_begins_with_localhost_is_foreign() -> None:
    assert not is_local_name("localhost.example.org")
