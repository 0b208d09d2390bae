"""After a restore: archives are not in a backup, so what still needed one ends here."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from inglenook.archive.models import Import

State = Import.State
_ENDS_AS = {State.READING: State.REFUSED, State.RUNNING: State.DONE}


@transaction.atomic
def forget_archives_left_behind() -> None:
    """Let go of our copies of archives, and end the imports that were under way with one."""
    for run in Import.objects.filter(is_ours=True).exclude(path="").select_related("community"):
        run.path = ""
        if run.state in _ENDS_AS:
            with translation.override(run.community.language):
                run.problem = _(
                    "The house was restored from a backup, which holds no archives. "
                    "Upload this one again to go on."
                )
            run.state = _ENDS_AS[State(run.state)]
        run.save(update_fields=["path", "problem", "state"])
