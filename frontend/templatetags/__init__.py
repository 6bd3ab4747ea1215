"""Template tags of the browser's face."""
