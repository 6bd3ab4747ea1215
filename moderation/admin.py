"""What an agency sets once: how long closed cases are kept, and which must be kept longer."""

from django.contrib import admin

from moderation.models import CaseFile, RetentionRule
from rooms.admin import AGENCY_OF, AgencyScoped

AGENCY_OF[RetentionRule] = "agency"
AGENCY_OF[CaseFile] = "family__agency"


@admin.register(RetentionRule, CaseFile)
class RetentionAdmin(AgencyScoped):
    """Rules of retention, and closed or held cases. `manage.py retention` acts on them."""
