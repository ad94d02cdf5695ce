"""Follow-up's pages, and the first page of everyone."""
