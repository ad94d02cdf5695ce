"""The files of the folder, one module each, in the order in which they are written."""

from register.entries import RegisterFile
from register.files import (
    agreements,
    departments,
    employment_types,
    employments,
    headcounts,
    missing_causes,
    model_years,
    monthly_targets,
    transfers,
)

FILES: tuple[RegisterFile, ...] = (
    model_years,
    departments,
    headcounts,
    employment_types,
    agreements,
    monthly_targets,
    transfers,
    employments,
    missing_causes,
)
