"""What an editor may want to look at again: how a text reads, not whether it can be published."""
