"""What the environment says of the mail server, the ledger and unsubscribing.

Never the command line: other users of a machine can read that.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_plugins.sending.recipients import is_web_address


class WrongSetting(Exception):
    """A variable of the environment is missing or wrong; the message says which."""


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server that takes the messages."""

    host: str
    port: int
    security: str
    """``starttls``, ``tls`` or, to this machine itself, ``none``."""
    user: str = ""
    password: str = field(default="", repr=False)
    authority: Path | None = None
    """A certificate of its own that vouches for the server."""


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """Makes each person's own address to unsubscribe."""

    template: str
    secret: bytes = field(repr=False)

    def address(self, key: str) -> str:
        """The template with, for ``{token}``, HMAC-SHA256 of the normalised mail address.

        Only who has the secret can tell the token of an address, or check one.
        """
        token = hmac.new(self.secret, key.encode(), hashlib.sha256).hexdigest()
        return self.template.replace("{token}", token)


def server(environment: Mapping[str, str]) -> Server:
    """The mail server. Raises WrongSetting, and OSError where the password's file can't be read."""
    host = environment.get("LOKAAL_SMTP_HOST", "").strip()
    if not host:
        raise WrongSetting("LOKAAL_SMTP_HOST ontbreekt: zet er de mailserver in.")
    try:
        host.encode("idna")
    except UnicodeError:
        raise WrongSetting("LOKAAL_SMTP_HOST is geen naam van een server.") from None
    security = (environment.get("LOKAAL_SMTP_SECURITY") or "starttls").strip().lower()
    if security not in ("starttls", "tls", "none"):
        raise WrongSetting("LOKAAL_SMTP_SECURITY: kies starttls, tls of none.")
    if security == "none" and not is_this_machine(host):
        raise WrongSetting(
            "LOKAAL_SMTP_SECURITY=none kan alleen naar de eigen machine (localhost). "
            "Kies starttls of tls."
        )
    port = environment.get("LOKAAL_SMTP_PORT") or ("465" if security == "tls" else "587")
    if not (port.isdecimal() and 0 < int(port) < 65536):
        raise WrongSetting("LOKAAL_SMTP_PORT is geen poort. Bijvoorbeeld: 587")
    user, password = environment.get("LOKAAL_SMTP_USER", ""), _password(environment)
    if bool(user) != bool(password):
        raise WrongSetting("LOKAAL_SMTP_USER en LOKAAL_SMTP_PASSWORD horen bij elkaar.")
    if not (user + password).isascii():
        raise WrongSetting("LOKAAL_SMTP_USER en LOKAAL_SMTP_PASSWORD kunnen alleen ASCII hebben.")
    authority = Path(ca) if (ca := environment.get("LOKAAL_SMTP_CA")) else None
    if authority and not authority.is_file():
        raise WrongSetting("LOKAAL_SMTP_CA: dat bestand bestaat niet.")
    return Server(host, int(port), security, user, password, authority)


def unsubscribing(environment: Mapping[str, str]) -> Unsubscribing | None:
    """How addresses to unsubscribe are made; None where the list must have them."""
    template = environment.get("LOKAAL_UNSUBSCRIBE_URL", "")
    secret = environment.get("LOKAAL_UNSUBSCRIBE_SECRET", "")
    if not template:
        return None
    if template.count("{token}") != 1 or not is_web_address(template.replace("{token}", "0" * 64)):
        raise WrongSetting(
            "LOKAAL_UNSUBSCRIBE_URL: geef een adres met https:// en {token}. "
            "Bijvoorbeeld: https://voorbeeld.nl/afmelden/{token}"
        )
    if len(secret) < 16:
        raise WrongSetting("LOKAAL_UNSUBSCRIBE_SECRET: geef een geheim van minstens 16 tekens.")
    return Unsubscribing(template, secret.encode())


def ledger_file(given: str | None, environment: Mapping[str, str], home: str) -> Path:
    """Where it is kept who got what."""
    named = given or environment.get("LOKAAL_LEDGER")
    if named:
        return Path(named).absolute()
    # A relative path is to be ignored: XDG Base Directory Specification.
    state = Path(environment.get("XDG_STATE_HOME", ""))
    folder = state if state.is_absolute() else Path(home, ".local/state")
    return folder.absolute() / "lokaal-bestuur/verzendboek.sqlite3"


def _password(environment: Mapping[str, str]) -> str:
    file = environment.get("LOKAAL_SMTP_PASSWORD_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8", errors="replace").rstrip("\r\n")
    return environment.get("LOKAAL_SMTP_PASSWORD", "")


def is_this_machine(host: str) -> bool:
    """Whether a host name or address is a loopback one, so that nothing leaves the machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
