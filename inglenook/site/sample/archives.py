"""Two small archives of another place: one came along and stays, one was put back."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from inglenook.archive import actions as archive
from inglenook.archive.models import Arrival, Import
from inglenook.archive.undoing import put_back
from inglenook.archive.writing import bring_in
from inglenook.conversations import actions as conversations
from inglenook.conversations.models import Thread
from inglenook.site.sample.houses import House

BIRGITTA, OLE, RENSKE, HEDDA = "U01BIRG", "U02OLE", "U03RENS", "U04HEDD"
_USERS = {
    BIRGITTA: ("Birgitta Sjöholm", "birgitta@old.example"),
    OLE: ("Ole Tangen", "ole@old.example"),
    RENSKE: ("Renske de Boer", "renske@old.example"),
    HEDDA: ("Hedda (old room)", "hedda@old.example"),
}
# What was said: minutes after the beginning, who, text, and the minute of what it answers.
_LAY_UP = (
    (0, HEDDA, "First frost. Who is putting theirs to bed, and how?", None),
    (4, BIRGITTA, "Full tank, battery in the pantry, a note on the wheel: *no oil in it!*", 0),
    (9, OLE, "And a sock with rice in the footwell. The mice read it as a threat.", 0),
    (15, RENSKE, "I leave mine a window open by a finger. She sulks less in April.", 0),
    (1450, OLE, "Has anybody a spare cover? Mine has become a sail.", None),
    (1462, BIRGITTA, f"<@{OLE}> Mine is yours, it lives behind the bicycles.", 1450),
    (2900, RENSKE, "Snow! `-11` on the thermometer, and the starter said good morning.", None),
    (2911, HEDDA, "Minus eleven is a _good_ morning, for a starter.", 2900),
    (4400, OLE, "The cover fits. The sail has retired.", None),
)
_SMALL_TALK = (
    (30, RENSKE, "Somebody left a thermos at the meeting. It is green and it is warm.", None),
    (44, BIRGITTA, "Then it was me, and not long ago.", 30),
    (2000, HEDDA, "We are moving to a house of our own. I carry the boxes.", None),
)
_WRONG = (
    (0, OLE, "Testing, testing. Is this the right room?", None),
    (2, RENSKE, "It is a room.", 0),
    (60, OLE, "Please ignore the second copy of everything.", None),
)


def bring_along(house: House) -> None:
    """The Garage's old room moves in; its people have not come yet."""
    rooms = {"winter-lay-up": _LAY_UP, "small-talk": _SMALL_TALK}
    run = _stage(house, "hedda", "old-room-2021.zip", rooms, datetime(2021, 11, 27, 9, tzinfo=UTC))
    _carry_out(house, "hedda", run)


def bring_and_put_back(house: House) -> None:
    """The Draft took the wrong file and put it back; what somebody had answered stayed."""
    rooms = {"testing": _WRONG}
    run = _stage(house, "nils", "export(1).zip", rooms, datetime(2022, 3, 4, 15, tzinfo=UTC))
    _carry_out(house, "nils", run)
    brought = Arrival.objects.filter(brought_by=run, kind=Arrival.Kind.THREAD)
    rows = Thread.objects.unguarded("the sample answers what it brought in")
    thread = (
        rows.crossing("its own space")
        .select_related("space", "space__audience")
        .get(pk=brought.get().object_id)
    )
    conversations.reply(house.viewer("nora"), thread, markdown="Wrong house, but well said.")
    archive.undo(house.viewer("nils"), run)
    put_back(run.pk)


def _stage(
    house: House, host: str, name: str, rooms: Mapping[str, Iterable[Any]], start: datetime
) -> Import:
    upload = SimpleUploadedFile(name, slack_export(rooms, start), "application/zip")
    return archive.stage(
        house.viewer(host), house.community, upload, source="slack", direct_messages=False
    )


def _carry_out(house: House, host: str, run: Import) -> None:
    """What jobs do in a running house, here and now."""
    archive.start(house.viewer(host), archive.examine(run.pk))
    bring_in(run.pk)


def slack_export(rooms: Mapping[str, Iterable[Any]], start: datetime) -> bytes:
    """A Slack export with these rooms, in which everybody sits."""
    people = [
        {"id": key, "name": email.partition("@")[0],
         "profile": {"display_name": name, "real_name": name, "email": email}}
        for key, (name, email) in _USERS.items()
    ]  # fmt: skip
    channels = [
        {"id": f"C{number:08}", "name": name, "members": list(_USERS), "created": 1_600_000_000}
        for number, name in enumerate(rooms, 1)
    ]
    content: dict[str, Any] = {"users.json": people, "channels.json": channels}
    for name, lines in rooms.items():
        content |= _days(name, lines, int(start.timestamp()))
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for path, entry in content.items():
            target.writestr(path, json.dumps(entry))
    return packed.getvalue()


def _days(room: str, lines: Iterable[Any], start: int) -> dict[str, list[dict[str, Any]]]:
    days: dict[str, list[dict[str, Any]]] = {}
    for minute, who, text, answers in lines:
        seconds = start + minute * 60
        message = {"type": "message", "user": who, "text": text, "ts": f"{seconds}.000200"}
        if answers is not None:
            message["thread_ts"] = f"{start + answers * 60}.000200"
            message["reactions"] = [{"name": "heart", "users": [HEDDA], "count": 1}]
        day = f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
        days.setdefault(f"{room}/{day}.json", []).append(message)
    return days
