"""The browser's face: pages, forms, styles and words. Reads through queries, changes through services."""
