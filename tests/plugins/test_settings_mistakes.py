"""Why a preview can't be made anew, in words that an editor can act on."""

from __future__ import annotations

import logging

import pytest
from mkdocs.exceptions import Abort, ConfigurationError, PluginError

from site_plugins.plugins.settings_mistakes import Heard, why

SETTINGS = "site_name: Lokaal\nsite_url: https://voorbeeld.nl/\n"


def test_what_a_plugin_said_is_why() -> None:
    """MkDocs itself only says that a build was aborted."""
    with pytest.raises(Abort) as stopped:
        try:
            raise PluginError("mkdocs.yml: gone: /artikelen/ staat op de site.")
        except PluginError:
            raise Abort("Aborted with a BuildError!")  # noqa: B904 (as MkDocs does)
    assert why(stopped.value, [], SETTINGS) == "mkdocs.yml: gone: /artikelen/ staat op de site."


def test_what_was_heard_of_a_setting_is_why() -> None:
    """In Dutch, with the line; what is said afterwards is not heard."""
    logger = logging.getLogger("mkdocs.config")
    with Heard() as heard:
        logger.error("Config value 'site_name': Expected type: <class 'str'> but received: list")
    logger.error("Config value 'site_url': later")
    said = why(Abort("Aborted with a configuration error!"), heard.lines, SETTINGS)
    assert said == "mkdocs.yml:1: site_name: hier hoort een tekst te staan."


def test_broken_yaml_is_why() -> None:
    """With its line, and no word of MkDocs' own."""
    error = ConfigurationError("MkDocs encountered an error parsing the configuration file: …")
    said = why(error, [], 'site_name: "Lokaal\n')
    assert said == "mkdocs.yml:1: een aanhalingsteken is niet gesloten."
