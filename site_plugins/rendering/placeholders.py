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


# Tags are taken whole, so that nothing in an attribute passes for a comment.
_TOKEN = re.compile(
    r"(?P<ours><style.*?</style>|<!--.*?-->)|(?P<tag><[A-Za-z/](?:\"[^\"]*\"|[^\">])*>)", re.DOTALL
)
_VALUE = re.compile(r"\"[^\"]*\"")
_INERT_MARK = re.compile(r"[\[\]{}|]|%(?=[%A-Za-z_.])|#(?=#)")


def inert_html(html: str) -> str:
    """The mail in which nothing of an article is a placeholder: references for its marks.

    Last of all, as the inliner writes references as the characters that they stand for. The
    style sheet and comments are ours.
    """
    parts, end = [], 0
    for token in _TOKEN.finditer(html):
        parts += [_inert_marks(html[end : token.start()]), _inert_token(token)]
        end = token.end()
    return "".join([*parts, _inert_marks(html[end:])])


def _inert_token(token: re.Match[str]) -> str:
    if token["ours"]:
        return token["ours"]
    return _VALUE.sub(
        lambda value: _inert_marks(value[0].replace("<", "&lt;").replace(">", "&gt;")), token["tag"]
    )


def _inert_marks(text: str) -> str:
    return _INERT_MARK.sub(lambda mark: f"&#{ord(mark[0])};", text)
