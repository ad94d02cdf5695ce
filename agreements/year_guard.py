"""The database's own refusal to change a model year that agreements rest on (DOMAIN.md 3).

The trigger stands on the model year's table and is declared here, because agreements are not known below.
"""

from __future__ import annotations

import pgtrigger

from allocation.models import ModelYear

_RESTED_ON = """
    PERFORM 1 FROM agreements_agreementversion AS version
      JOIN agreements_agreement AS agreement ON agreement.id = version.agreement_id
      WHERE agreement.model_year_id = OLD.id AND version.state <> 'cancelled';
    IF FOUND THEN
      RAISE EXCEPTION 'model_year_rested_on_by_agreements: agreements rest on it; it is changed by a revision only'
        USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class YearUnderAgreements(ModelYear):
    """The model year as agreements see it."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="model_year_rested_on_by_agreements",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=None,
                func=_RESTED_ON,
            )
        ]
