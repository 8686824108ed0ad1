"""What must not be in the open: closed rooms, private matters, secrets."""
