"""What measures speed, memory and quality, beside named peers in the same run. ``make bench`` prints the ratios."""
