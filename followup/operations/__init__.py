"""Follow-up's acts."""
