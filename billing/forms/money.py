"""Kronor as people write them: "30 000,50", "30000.50", "30 000 kr"."""

from __future__ import annotations

from typing import Any

from django import forms


class KronorField(forms.DecimalField):
    """A sum of kronor with at most two decimals; spaces between thousands and a trailing "kr" may be written."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, **{"min_value": 0, **kwargs})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.removesuffix("kr").split()).replace(",", ".")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A text field: the limits are told in words, not as attributes of a number field."""
        return {}
