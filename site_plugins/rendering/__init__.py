"""From plain values to bytes: pages, feeds, calendars and mail."""
