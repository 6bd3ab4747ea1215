"""What `manage.py predict` prints: the shipped functions over files of cases, in the formats of their scorers."""
