"""The one app of the baseline."""
