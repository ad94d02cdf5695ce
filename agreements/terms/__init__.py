"""All drafts of a year as one table: out to a spreadsheet, edited there, and in again (DOMAIN.md 4; UX.md, 5)."""
