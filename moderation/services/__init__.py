"""What staff does: services with `actor` first, one transaction each, a row of the trail in it."""
