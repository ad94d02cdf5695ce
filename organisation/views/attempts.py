"""Doing what a form asks for, with what is refused said in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms

from foundation.refusals import Refusal

T = TypeVar("T")


def attempt(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Do it; what is refused stands in the form, and what was filled in stays."""
    try:
        return act()
    except Refusal as refusal:
        form.add_error(None, list(refusal.messages))
        return None
