"""A picture whose upload is killed: the old one or the new one is there, and whole."""

from __future__ import annotations

import io
import random
import re
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from inglenook.archive.tests.houses import inside, rows
from inglenook.site.tests.processes import until
from tests.journeys.running import RunningHouse
from tests.keeping import killing
from tests.keeping.rounds import staged
from tests.keeping.writing import Unanswered, Visitor, persistently

COLOURS = {"red": (220, 30, 30), "blue": (30, 30, 220)}
SIDE = 900
KILLED = (killing.everything,)


def photo(colour: str) -> bytes:
    """A picture of one colour with some noise, so that decoding takes its while."""
    dice = random.Random(colour)
    picture = Image.new("RGB", (SIDE, SIDE), COLOURS[colour])
    for _n in range(2000):
        spot = (dice.randrange(SIDE), dice.randrange(SIDE))
        picture.putpixel(spot, (dice.randrange(256), 0, dice.randrange(256)))
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def upload(mia: Visitor, page: str, colour: str) -> tuple[int, str, str]:
    """Send the form of one's profile with a picture."""
    hidden = mia.form(page, page)
    fields = hidden | {"name": "Writer 0", "bio": ""}
    edge = "----edge"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = 'Content-Disposition: form-data; name="picture"; filename="me.png"'
    parts.append(f"--{edge}\r\n{head}\r\nContent-Type: image/png\r\n\r\n".encode())
    body = b"".join([*parts, photo(colour), f"\r\n--{edge}--\r\n".encode()])
    return mia.ask("POST", page, body, f"multipart/form-data; boundary={edge}")


def colour_of(data: bytes) -> str:
    """Which of the pictures it was made of; raises where it is not whole."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        red, _green, blue = picture.convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    return "red" if red > blue else "blue"


def shown(mia: Visitor, member: int) -> set[str]:
    """The colours of both sizes as the site serves them; empty without a picture."""
    _status, _location, page = mia.ask("GET", f"/garage/people/{member}/")
    found = re.search(r'src="(/garage/[^"]*picture[^"]*)"', page)
    if found is None:
        return set()
    small = found.group(1).partition("?")[0]
    return {colour_of(mia.fetched(small)), colour_of(mia.fetched(small + "?large"))}


def goes_on(house: RunningHouse, seed: int, kinds: tuple[killing.Kind, ...]) -> None:
    """Upload again and again, each time another colour, and kill in between."""
    print(f"seed {seed}: repeat with --seed {seed}")
    house.environment["WORKERS"] = "2"
    house.start()
    scene = staged(house, 0)
    dice = random.Random(seed)
    mia = Visitor(house.port, {"sessionid": scene["cookies"]["w0"]})
    member = rows(house, "SELECT id FROM communities_membership WHERE name = 'Writer 0'")[0][0]
    page = f"/garage/people/{member}/edit/"
    assert upload(mia, page, "red")[0] == 302
    before = "red"
    assert shown(mia, member) == {"red"}
    for kind in kinds:
        wanted = "blue" if before == "red" else "red"
        answers: list[Any] = []
        sender = threading.Thread(target=_try, args=(mia, page, wanted, answers))
        sender.start()
        time.sleep(dice.uniform(0.0, 0.6))
        killing.kill(house, kind(house, dice))
        killing.stands_again(house, dice, stumbles=False)
        sender.join()
        now: set[str] = persistently(lambda: shown(mia, member))[0]
        assert len(now) == 1, now
        assert not answers or now == {wanted}, "answered and not kept"
        if now != {wanted}:
            assert now == {before}
            assert persistently(partial(upload, mia, page, wanted))[0][0] == 302
            assert shown(mia, member) == {wanted}
        before = wanted
    _only_the_named_stay(house)


def _try(mia: Visitor, page: str, colour: str, answers: list[Any]) -> None:
    try:
        answers.append(upload(mia, page, colour)[0])
    except Unanswered:
        return


def _only_the_named_stay(house: RunningHouse) -> None:
    """What the kills left behind is found by the sweeper, once it is a day old."""
    folder = house.home / "files" / "portraits"
    inside(
        house,
        """
import os
from datetime import timedelta
from inglenook.foundation import orphans
orphans.OLD = timedelta(0)
orphans.sweep()
""",
    )
    name = rows(house, "SELECT picture FROM communities_membership WHERE picture <> ''")[0][0]
    left = {f"{name}-small.webp", f"{name}-large.webp"}
    assert until(lambda: {path.name for path in folder.iterdir()} == left)


def test_upload_that_is_killed_leaves_the_old_picture_or_the_new(tmp_path: Path, seed: int) -> None:
    house = RunningHouse(tmp_path / "keeping-upload")
    try:
        goes_on(house, seed, KILLED)
    finally:
        house.stop()


@pytest.mark.nightly
def test_uploads_that_are_killed_leave_old_pictures_or_new_ones(
    tmp_path: Path, seed: int, request: pytest.FixtureRequest
) -> None:
    house = RunningHouse(tmp_path / "keeping-uploads")
    rounds = request.config.getoption("--rounds") // 20
    dice = random.Random(seed)
    try:
        goes_on(house, seed, tuple(dice.choice(killing.KINDS) for _n in range(rounds)))
    finally:
        house.stop()
