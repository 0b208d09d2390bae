"""Rounds: everybody writes, something is killed meanwhile, the house stands again, all is answered.

Of what came of it `looking.py` asks; how it went is a function of the seed and of the machine.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from inglenook.site.tests.processes import until
from tests.journeys.running import RunningHouse
from tests.keeping import killing
from tests.keeping.killing import Kind
from tests.keeping.listening import Listener
from tests.keeping.writing import Doorkeeper, Visitor, Writer

FEWEST, MOST = 2, 6  # posts of one writer a round
ANSWERED = 240.0  # seconds until everybody has been answered, after the house stands again


@dataclass
class Course:
    """A house with its writers, and what was done to it."""

    house: RunningHouse
    dice: random.Random
    scene: dict[str, Any]
    writers: list[Writer]
    doorkeeper: Doorkeeper
    listener: Listener
    killed: Counter[str] = field(default_factory=Counter)

    @property
    def answered(self) -> int:
        """How many posts the house has said it has."""
        return sum(len(writer.answered) for writer in self.writers)

    def round(self, kind: Kind) -> None:
        """Everybody writes a few, and this kill comes somewhere among them."""
        everybody = [*self.writers, self.doorkeeper]
        before = self.answered
        ordered = 0
        for writer in self.writers:
            count = self.dice.randint(FEWEST, MOST)
            ordered += count
            writer.write(count)
        self.doorkeeper.write(1)
        goal = before + self.dice.randrange(ordered)
        assert until(lambda: self.answered >= goal or self.problems, ANSWERED)
        time.sleep(self.dice.uniform(0.0, 0.05))
        killing.kill(self.house, kind(self.house, self.dice))
        self.killed[kind.__name__] += 1
        killing.stands_again(self.house, self.dice, stumbles=self.dice.random() < 0.3)
        done = until(lambda: all(w.is_done for w in everybody) or self.problems, ANSWERED)
        assert not self.problems, self.problems
        assert done, [w.name for w in everybody if not w.is_done]

    @property
    def problems(self) -> list[str]:
        """What writers met that no restart explains."""
        return [p for writer in [*self.writers, self.doorkeeper] for p in writer.problems]


def begun(house: RunningHouse, seed: int, rounds: int) -> Course:
    """Start the house, fill it with people, and have the writers sit down."""
    house.environment["WORKERS"] = "2"
    house.start()
    scene = staged(house, rounds)
    dice = random.Random(seed)
    names = [name for name in scene["cookies"] if name.startswith("w")]
    port, cookies = house.port, scene["cookies"]

    def sits_down(name: str, kind: type[Writer] = Writer) -> Any:
        own = random.Random(f"{seed} {name}")
        return kind(name, Visitor(port, {"sessionid": cookies[name]}), scene, own)

    course = Course(
        house,
        dice,
        scene,
        [sits_down(name) for name in names],
        sits_down("hedda", Doorkeeper),
        Listener(port, cookies["ada"]),
    )
    course.listener.start()
    assert course.listener.listens.wait(40), "the listener got no stream"
    for writer in [*course.writers, course.doorkeeper]:
        writer.start()
    return course


def staged(house: RunningHouse, askers: int) -> dict[str, Any]:
    """The scene that `stage.py` sets in this house."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.keeping.stage", str(askers)],
        env=house.environment | {"DJANGO_SETTINGS_MODULE": "inglenook.site.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    scene: dict[str, Any] = json.loads(done.stdout)
    return scene
