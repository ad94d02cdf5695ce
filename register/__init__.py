"""The whole register as a folder of files, in and out, and the demonstration city (docs/register-format.md)."""
