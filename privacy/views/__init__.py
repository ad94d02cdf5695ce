"""The pages about personal data: who looked, what is kept, how long."""
