"""The demonstration city: Malmö 2021 as a constructed story, the same every time (register/demonstration/README.md)."""
