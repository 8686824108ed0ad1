"""Repairs of content files that are safe: text in, mended text out, and what was done.

A repair counts only where fewer errors are left and none came new, as the check itself sees it.
"""
