from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "privacy"

    def ready(self) -> None:
        from foundation import runs
        from privacy.operations.anonymising import RUN_KIND, anonymise_batch  # models must be loaded first

        runs.register(RUN_KIND, anonymise_batch)
