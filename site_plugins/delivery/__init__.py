"""From outputs to a site that is live: written, packed, read back, compared, put in place."""
