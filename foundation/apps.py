from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class FoundationConfig(AppConfig):
    name = "foundation"

    def ready(self) -> None:
        pre_migrate.connect(_take_down_views, sender=self)
        post_migrate.connect(_put_up_views, sender=self)


def _take_down_views(plan: Any = None, **kwargs: Any) -> None:
    """The views of the history hang on the tables that the migrations are about to change."""
    from foundation.history import drop_views  # models are not loaded when this module is

    if plan:
        drop_views()


def _put_up_views(plan: Any = None, **kwargs: Any) -> None:
    """After migrations, also when there were none; not when tests empty the tables, which sends the signal too."""
    from foundation.history import build_views

    if plan is not None:
        build_views()
