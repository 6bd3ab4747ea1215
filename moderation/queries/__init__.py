"""What staff pages show: reads only."""
