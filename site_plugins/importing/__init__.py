"""What other systems exported → content files. Nothing in here touches a disk or a network."""
