"""The publishing system of the Centrum voor Lokaal Bestuur.

Data walks one way: ``content/`` → loading → model → projections → rendering →
plugins or commands.
"""
