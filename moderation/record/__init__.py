"""The record of a room and a period as a signed archive that anybody can verify, offline and without us.

docs/record.md is the reference of the format. `verifier.py` and `verifier.html` travel in every archive.
"""
