"""The files of the folder, one module each, in the order in which they are written."""

from register.entries import RegisterFile
from register.files import (
    agreement_endings,
    agreements,
    departments,
    employment_types,
    employments,
    exemptions,
    headcounts,
    jobs,
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
    jobs.support_terms,
    jobs.job_parameters,
    jobs.supervisors,
    agreements,
    monthly_targets,
    agreement_endings,
    transfers,
    employments,
    jobs.support_decisions,
    jobs.wages,
    jobs.leaves,
    jobs.trainings,
    missing_causes,
    places,
)
