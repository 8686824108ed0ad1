"""Telling a WebSub hub which feeds changed."""
