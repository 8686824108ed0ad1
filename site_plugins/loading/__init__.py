"""From text to a library, or to all problems at once."""
