"""Makes what looks like a list server's placeholder plain text, in the two parts of a mail."""

from __future__ import annotations

import re

# What list servers and mail services take for a placeholder: [[X]], {{X}}, {% X %}, {#X#}, ${X},
# #{X}, {$X}, *|X|*, <%X%>, %%X%%, %X%, ##X##, [%X%], and [X] and {X} with X in capitals.
_PLACEHOLDER = re.compile(
    r"(?<=\[)(?=[\[%])|(?<=\])(?=\])|(?<=\{)(?=[{%#$])|(?<=[}%#])(?=\})|(?<=[$#])(?=\{)"
    r"|(?<=\*)(?=\|)|(?<=\|)(?=\*)|(?<=<)(?=%)|(?<=%)(?=[%>]|[A-Za-z_.]+%)|(?<=#)(?=#)"
    r"|(?<=[\[{])(?=[A-Z][A-Z_ :]+[\]}]|(?i:unsub|afmeld))"
)
_WORD_JOINER = "\u2060"


def inert(text: str) -> str:
    """Plain text in which nothing is a placeholder: a word joiner, which has no width, within."""
    return _PLACEHOLDER.sub(_WORD_JOINER, text)


_INERT_PARTS = re.compile(r"(<style.*?</style>|<!--.*?-->)", re.DOTALL)
_INERT_MARK = re.compile(r"[\[\]{}|]|%(?=[%A-Za-z_.])|#(?=#)")


def inert_html(html: str) -> str:
    """The mail in which nothing of an article is a placeholder: references for its marks.

    Last of all, as the inliner writes references as the characters that they stand for. The
    style sheet and comments are ours.
    """
    parts = _INERT_PARTS.split(html)
    for index in range(0, len(parts), 2):
        parts[index] = _INERT_MARK.sub(lambda mark: f"&#{ord(mark[0])};", parts[index])
    return "".join(parts)
