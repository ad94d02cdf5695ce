"""The acts of reconciliation, claim, invoice and correction: one business act each, atomic, with its refusals."""
