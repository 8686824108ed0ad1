"""The newsletter as a mail."""
