"""All feeds in one file that feed readers take in at once: OPML 2.0 (http://opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from site_plugins.rendering.feeds import LANGUAGE, FeedChannel


def opml(title: str, channels: Iterable[tuple[str, FeedChannel]]) -> bytes:
    """The feeds, each under the heading that comes with it; one without RSS is left out.

    There is no date in it: the file changes only when a feed does.
    """
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    groups: dict[str, etree._Element] = {}
    for heading, channel in channels:
        if not channel.rss:
            continue
        if heading not in groups:
            groups[heading] = etree.SubElement(body, "outline", text=heading)
        etree.SubElement(
            groups[heading],
            "outline",
            type="rss",
            text=channel.title,
            title=channel.title,
            description=channel.description,
            xmlUrl=channel.rss,
            htmlUrl=channel.home,
            language=LANGUAGE,
        )
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
