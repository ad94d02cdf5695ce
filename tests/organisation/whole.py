"""What of the organisation the whole city holds (tests/whole_city.py)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from allocation.operations.publishing import publish
from foundation.periods import Month
from organisation.models import Department, Succession, User
from organisation.operations.proposals import file_proposal
from tests.billing.city import City


def build_organisation(base: City, people: dict[str, User], company: Department) -> dict[str, dict[str, Any]]:
    """The exempt board, a succession to come that moves nobody's quota, a company's proposal, a notice that waits."""
    exemption = base.exempt.exemptions.get()
    succession = Succession.objects.create(
        predecessor=base.exempt, successor=company, first_month=Month(2022, 12), share=Decimal("0.5"), decision="KF § 7"
    )
    proposal = file_proposal(
        company=company, places=4, first_month=Month(2022, 1), last_month=None, text="Vaktmästeri",
        by=people["department_hr"],
    )  # fmt: skip
    published = publish(model_year=base.year, text="Läs villkoren.", by=people["city_office"])
    return {
        "own_department": {"pk": base.leisure.pk},
        "successor": {"pk": company.pk},
        "board": {"pk": base.leisure.board_id},
        "exemption": {"pk": exemption.pk},
        "succession": {"pk": succession.pk},
        "proposal": {"pk": proposal.pk},
        "notice": {"pk": published.notices.get(department=base.leisure).pk},
    }
