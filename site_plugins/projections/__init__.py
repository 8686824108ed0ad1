"""What is shown, from what there is: lists, dates and records as plain values."""
