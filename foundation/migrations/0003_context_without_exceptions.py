"""Who and why are read for each row of history. Where they are not set, an empty setting says so, not an exception.

In PostgreSQL the rollback of an exception goes through everything that the transaction has left to check at its end, so
a transaction with many rows took a time that grows with their square. Otherwise the function is pghistory's own.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE AS $$
DECLARE
  _pgh_context_id UUID := NULLIF(CURRENT_SETTING('pghistory.context_id', true), '')::uuid;
  _pgh_context_metadata JSONB := NULLIF(CURRENT_SETTING('pghistory.context_metadata', true), '')::jsonb;
BEGIN
  IF _pgh_context_id IS NULL OR _pgh_context_metadata IS NULL THEN RETURN NULL; END IF;
  INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
    VALUES (_pgh_context_id, _pgh_context_metadata, NOW(), NOW())
    ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = EXCLUDED.updated_at
      WHERE pghistory_context.metadata != EXCLUDED.metadata;
  RETURN _pgh_context_id;
END; $$ LANGUAGE plpgsql;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("foundation", "0002_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, migrations.RunSQL.noop),
    ]
