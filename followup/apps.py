from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "followup"

    def ready(self) -> None:
        from followup.operations.reports import RUN_KIND, make_report_document  # models must be loaded first
        from foundation import runs

        runs.register(RUN_KIND, make_report_document, shown_at="followup:report_document")
