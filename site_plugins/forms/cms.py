"""The configuration of Sveltia CMS: a form for every kind, in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from site_plugins.forms.kinds import HOME_KIND, HOME_NAME, KINDS, in_order
from site_plugins.forms.widgets import Widget, body, fields
from site_plugins.loading.texts import SLUG

Config = dict[str, Any]

PLACEHOLDER = "eigenaar/naam"
BRANCH = "main"


@dataclass(frozen=True, slots=True)
class Desk:
    """What a form has to know of the project."""

    name: str
    address: str
    """Where the site is."""
    repository: str
    """The address of the git repository; empty where mkdocs.yml names none."""
    content: str
    """The folder with content, from the root of the repository."""


def backend(repository: str) -> Config:
    """Where the form saves, from the address of a repository on GitHub or GitLab.

    Editors sign in with a token: to sign in otherwise, another host would have to take part.

    >>> backend("https://github.com/clb/lokaal")["repo"]
    'clb/lokaal'
    """
    parts = urlsplit(repository)
    path = parts.path.strip("/").removesuffix(".git")
    host = (parts.hostname or "github.com").removeprefix("www.")
    made: Config = {
        "name": "github" if host == "github.com" else "gitlab",
        "repo": path or PLACEHOLDER,
        "branch": BRANCH,
        "auth_methods": ["token"],
    }
    if host not in ("github.com", "gitlab.com"):
        made["api_root"] = f"https://{host}/api/v4"
    return made | {"commit_messages": _COMMITS}


_COMMITS = {
    "create": "Nieuw: {{slug}} ({{collection}})",
    "update": "Gewijzigd: {{slug}} ({{collection}})",
    "delete": "Weg: {{slug}} ({{collection}})",
    "uploadMedia": "Bestand erbij: {{path}}",
    "deleteMedia": "Bestand weg: {{path}}",
}


def configuration(desk: Desk) -> Config:
    """The whole configuration."""
    return {
        "backend": backend(desk.repository),
        "publish_mode": "editorial_workflow",
        "app_title": f"Redactie {desk.name}",
        "logo": {"src": "/beheer/logo.svg"},
        "site_url": desk.address,
        "display_url": desk.address,
        "show_preview_links": False,
        "media_folder": f"{desk.content}/media",
        "public_folder": "/media",
        "media_libraries": {"default": {"config": {"slugify_filename": True}}},
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 80, "timezone": "local"},
        "output": {"omit_empty_optional_fields": True},
        "editor": {"preview": False},
        "collections": [
            *(_collection(desk, folder) for folder in KINDS),
            _home(desk),
        ],
    }


def _fields(folder: str) -> list[Widget]:
    before, after = in_order(folder)
    return [*fields(folder, before), body(), *fields(folder, after)]


def _collection(desk: Desk, folder: str) -> Config:
    kind = KINDS[folder]
    made: Config = {
        "name": folder,
        "label": kind.name,
        "label_singular": kind.one,
        "description": kind.about,
        "icon": kind.icon,
        "folder": f"{desk.content}/{folder}",
        "create": True,
        "extension": "md",
        "format": "yaml-frontmatter",
        "identifier_field": "title",
        "slug": _slug(folder),
        "summary": "{{title}}{{draft | ternary(' (concept)', '')}}",
        "sortable_fields": _sorting(folder),
        "view_filters": [{"label": "Concepten", "field": "draft", "pattern": True}],
    }
    if folder == "artikelen":
        made["path"] = "{{date | date('YYYY')}}/{{slug}}"
    if groups := _groups(folder):
        made["view_groups"] = groups
    return made | {"fields": _fields(folder)}


def _slug(folder: str) -> Config:
    if folder == "nieuwsbrief":
        return {"template": "{{date}}", "editable": False}
    return {
        "template": "{{title}}",
        # Later on, other files refer to this name.
        "editable": ["create"],
        "hint": "Dit wordt het adres op de site.",
        "pattern": [f"^{SLUG.pattern}$", "Gebruik kleine letters, cijfers en streepjes."],
    }


_DATED = {"artikelen": "date", "handreikingen": "date", "motiebank": "date", "nieuwsbrief": "date"}
_DATED["agenda"] = "start"


def _sorting(folder: str) -> Config:
    dated = _DATED.get(folder)
    if not dated:
        return {"fields": ["title"], "default": {"field": "title"}}
    return {
        "fields": ["title", dated],
        "default": {"field": dated, "direction": "descending"},
    }


_GROUPED = {
    "artikelen": ("Rubriek", "genre"),
    "netwerken": ("Soort", "kind"),
    "motiebank": ("Soort", "kind"),
    "scholing": ("Vorm", "form"),
    "agenda": ("Gaat het door?", "status"),
    "onderzoek": ("Stand", "status"),
}


def _groups(folder: str) -> list[Config]:
    groups: list[Config] = []
    if folder in _GROUPED:
        name, field = _GROUPED[folder]
        groups.append({"label": name, "field": field})
    if dated := _DATED.get(folder):
        groups.append({"label": "Jaar", "field": dated, "pattern": r"\d{4}"})
    return groups


def _home(desk: Desk) -> Config:
    return {
        "name": "voorpagina",
        "label": HOME_KIND.name,
        "description": HOME_KIND.about,
        "icon": HOME_KIND.icon,
        "files": [
            {
                "name": HOME_NAME,
                "label": HOME_KIND.one,
                "file": f"{desk.content}/index.md",
                "format": "yaml-frontmatter",
                "fields": _fields(HOME_NAME),
            }
        ],
    }
