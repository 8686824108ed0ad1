"""Sending an edition: once to each recipient, or as files for a mail service."""
