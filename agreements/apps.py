from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"

    def ready(self) -> None:
        """Say to the organisation what stands in the way of changing who bears a quota."""
        from agreements.hindrances import refuse_promised
        from organisation import hindrances

        hindrances.register("agreements", refuse_promised)
