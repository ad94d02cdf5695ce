from allocation.forms.files import DistributionForm, HeadcountUpload, MatchingForm
from allocation.forms.lists import HeadcountFilter, ModelYearFilter

__all__ = ["DistributionForm", "HeadcountFilter", "HeadcountUpload", "MatchingForm", "ModelYearFilter"]
