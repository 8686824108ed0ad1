"""From outputs to a site that is live: packed, inspected, compared, put in place."""
