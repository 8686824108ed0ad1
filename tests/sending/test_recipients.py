"""Lists of readers: which addresses are sent to, and when two are one."""

from __future__ import annotations

from email.headerregistry import Address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_plugins.sending.addresses import key, mailable
from site_plugins.sending.recipients import is_web_address, read_keys, read_recipients
from site_plugins.sending.refusal import Refused


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("jan@voorbeeld.nl", "jan@voorbeeld.nl"),
        ("  jan.de-vries+nieuws@mail.voorbeeld.nl\t", "jan.de-vries+nieuws@mail.voorbeeld.nl"),
        ("o'neil@voorbeeld.nl", "o'neil@voorbeeld.nl"),
        ("li@bücher.example", "li@xn--bcher-kva.example"),
        ("li@bu\u0308cher.example", "li@xn--bcher-kva.example"),
        ("li@voorbeeld。nl", "li@voorbeeld.nl"),
    ],
)
def test_addresses(text: str, address: str) -> None:
    """Addresses as people have them are sent to, with the domain as mail servers know it."""
    assert mailable(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jan",
        "@voorbeeld.nl",
        "jan@",
        "jan@voorbeeld",
        "jan@voorbeeld..nl",
        "jan@-voorbeeld.nl",
        "jan@127.0.0.1",
        "jan@[127.0.0.1]",
        "jan..vries@voorbeeld.nl",
        ".jan@voorbeeld.nl",
        "jan@piet@voorbeeld.nl",
        "jan@voorbeeld.nl,piet@voorbeeld.nl",
        "jan@voorbeeld.nl piet@voorbeeld.nl",
        "Jan <jan@voorbeeld.nl>",
        "mailto:jan@voorbeeld.nl",
        '"jan vries"@voorbeeld.nl',
        "jan@voorbeeld.nl\r\nBcc: piet@voorbeeld.nl",
        "jan\x00@voorbeeld.nl",
        "=?utf-8?q?=0ABcc=3A?=@voorbeeld.nl",
        "=1+1@voorbeeld.nl",
        "josé@voorbeeld.nl",
        "jan@straße.example",
        f"{'a' * 65}@voorbeeld.nl",
        f"jan@{'a.' * 130}nl",
    ],
)
def test_what_is_no_address(text: str) -> None:
    """What is no single plain address is refused, in words that do not repeat it."""
    with pytest.raises(ValueError) as refused:
        mailable(text)
    assert "voorbeeld" not in str(refused.value)


@given(st.text() | st.from_regex(r"\S+@\S+\.\S+", fullmatch=True))
def test_no_address_makes_a_header(text: str) -> None:
    """Whatever a list holds: what is sent to is one line of ASCII, and one address."""
    try:
        address = mailable(text)
    except ValueError:
        return
    assert address.isascii() and address.isprintable() and not set(' <>,;:"') & set(address)
    assert Address(addr_spec=address).addr_spec == address
    assert mailable(address) == address and key(address) == key(address.upper())


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://voorbeeld.nl/afmelden/7f3a", True),
        ("https://voorbeeld.nl:8443/?wie=7f3a&lijst=1", True),
        (f"https://voorbeeld.nl/{'a' * 400}", True),
        ("http://voorbeeld.nl/afmelden", False),
        ("https://voorbeeld.nl/a b", False),
        ("https://voorbeeld.nl/>,<https://kwaad.example/", False),
        ("https://voorbeeld.nl/\r\nBcc: x@y.nl", False),
        ("https://voorbeeld.nl/é", False),
        (f"https://voorbeeld.nl/{'a' * 500}", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_addresses_to_unsubscribe(address: str, good: bool) -> None:
    """They are of https, and fit in a header and a link."""
    assert is_web_address(address) is good


def test_bad_lines_are_told_all_at_once(tmp_path: Path) -> None:
    """Lines that are wrong are passed over and told by number; the others are good."""
    lines = [f"lezer{n}@voorbeeld.nl,https://voorbeeld.nl/{n}" for n in range(60)]
    lines[10], lines[20] = "lezer10,https://voorbeeld.nl/10", "lezer20@voorbeeld.nl"
    lines[30] = "lezer30@voorbeeld.nl,http://voorbeeld.nl/30"
    file = tmp_path / "lezers.csv"
    file.write_text("\n".join(("email,unsubscribe", *lines)), encoding="utf-8")
    found = read_recipients(file, None)
    assert len(found.people) == 57
    assert [remark.split("regel ")[1][:3] for remark in found.remarks] == ["12:", "22:", "32:"]
    assert not any("lezer10" in remark or "@voorbeeld" in remark for remark in found.remarks)


@pytest.mark.parametrize(
    "data",
    [
        "email\njosé".encode("latin-1"),
        b'email\n"jan@voorbeeld.nl\n',
        b"\xff\xfee\x00",
        b"\x00" * 40,
        b"email,email\na@b.nl,c@d.nl\n",
    ],
)
def test_what_is_no_csv(tmp_path: Path, data: bytes) -> None:
    """What is no CSV in UTF-8 is refused in Dutch, whatever bytes it has."""
    file = tmp_path / "lezers.csv"
    file.write_bytes(data)
    with pytest.raises(Refused):
        read_keys([file])
