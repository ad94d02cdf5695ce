"""The files of the folder, one module each, in the order in which they are written."""

from register.entries import RegisterFile
from register.files import (
    agreements,
    departments,
    employment_types,
    employments,
    exemptions,
    headcounts,
    missing_causes,
    model_year_revisions,
    model_years,
    monthly_targets,
    places,
    successors,
    transfers,
)

FILES: tuple[RegisterFile, ...] = (
    model_years,
    model_year_revisions,
    departments,
    exemptions,
    successors,
    headcounts,
    employment_types,
    agreements,
    monthly_targets,
    transfers,
    employments,
    missing_causes,
    places,
)
