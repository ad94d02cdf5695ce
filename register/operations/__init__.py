"""The folder into the register, as one act."""
