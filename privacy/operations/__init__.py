"""Business acts on how long personal data is kept."""
