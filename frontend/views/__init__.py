"""Pages, one noun a file. A view asks a query or a service, and puts the answer into a template."""
