from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"

    def ready(self) -> None:
        """Say who makes the documents of an invoice run, and to agreements which months are closed."""
        from agreements import closed_months
        from billing.documents import make_invoice_document
        from billing.operations.issuing import DOCUMENT_KIND
        from billing.queries.closed import closed_months_of
        from foundation import runs

        runs.register(DOCUMENT_KIND, make_invoice_document, shown_at="billing:invoice_document")
        closed_months.register(closed_months_of)
