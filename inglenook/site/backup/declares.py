"""What the operator's state page says of backups."""

from django.utils.translation import gettext_lazy as _

from inglenook.foundation.conditions import Check, declare
from inglenook.site.backup.queries import look_at_backups

declare(Check("backups", _("Backups"), look_at_backups, order=60))
