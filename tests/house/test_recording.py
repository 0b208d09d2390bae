"""What happened is written down in the transaction of the change, or not at all."""

import pytest
from django.apps import apps
from django.db import connection

from inglenook.conversations.declares import STARTED
from inglenook.foundation.activity import record


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused() -> None:
    assert not connection.in_atomic_block
    thread = apps.get_model("conversations.Thread")(pk=1, community_id=1, audience_id=1)
    with pytest.raises(RuntimeError, match="transaction"):
        record(None, STARTED, thread)
