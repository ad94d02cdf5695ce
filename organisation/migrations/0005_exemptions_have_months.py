"""The reason that stood on the department becomes an exemption of its own, without first and last month."""

from typing import Any

from django.db import migrations


def to_exemptions(apps: Any, schema_editor: Any) -> None:
    department, exemption = (apps.get_model("organisation", name) for name in ("Department", "Exemption"))
    for one in department.objects.exclude(exempt_reason=""):
        exemption.objects.create(department=one, reason=one.exempt_reason)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the table could not be altered in this transaction


def to_reasons(apps: Any, schema_editor: Any) -> None:
    """Of exemptions with months nothing is left: there is no place for them."""
    exemption = apps.get_model("organisation", "Exemption")
    for one in exemption.objects.filter(first_month=None, last_month=None).select_related("department"):
        one.department.exempt_reason = one.reason
        one.department.save(update_fields=["exempt_reason"])
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("organisation", "0004_organisation_over_time")]

    operations = [
        migrations.RunPython(to_exemptions, to_reasons),
        migrations.RemoveField(model_name="department", name="exempt_reason"),
        migrations.RemoveField(model_name="departmentevent", name="exempt_reason"),
    ]
