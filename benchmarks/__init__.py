"""Measurements that are printed as tables, to be compared with those of another day or machine."""
