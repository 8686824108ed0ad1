"""The shell's doors to the same calls."""
