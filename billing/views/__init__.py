"""The pages of billing, by subject: each loads what this person may see, does one operation, and answers."""
