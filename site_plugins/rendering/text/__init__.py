"""Texts of authors to safe HTML: Markdown, its limits, links, charts, typography."""
