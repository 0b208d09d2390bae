"""Lets everybody of the sample speak: the steps of all scripts, in the order of their times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.resources import files

from inglenook.conversations import actions
from inglenook.conversations.models import Post, Thread
from inglenook.foundation import keys
from inglenook.foundation.standing import Standing
from inglenook.site.sample.houses import House
from inglenook.site.sample.script import Step, steps_of
from inglenook.spaces.models import Space

WHY = "the sample tells what everybody said"


def tell(house: House, folder: str, now: datetime) -> int:
    """Carry out every script of a folder; returns how many posts were written."""
    steps = []
    for script in files("inglenook.site.sample").joinpath("texts", folder).iterdir():
        place = script.name.removesuffix(".talk")
        steps += steps_of(place, script.read_text(encoding="utf-8"), now)
    teller = Teller(house)
    for step in sorted(steps, key=lambda step: step.at):
        teller.take(step)
    return teller.posts


class Teller:
    """Does one step after the other, and remembers what the next ones refer to."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.posts = 0
        self._moment = 0
        self._last: dict[tuple[str, str], int] = {}
        self._labels: dict[tuple[str, str, str], int] = {}
        self._threads: dict[tuple[str, str], int] = {}

    def take(self, step: Step) -> None:
        """Do it, at its time."""
        # Some seconds' worth of milliseconds keep keys of one time apart.
        self._moment = max(int(step.at.timestamp() * 1000), self._moment + 7)
        deed: Callable[[Step], int | None] = getattr(self, f"_{step.kind}")
        with keys.clock(lambda: self._moment):
            try:
                key = deed(step)
            except Exception as error:
                error.add_note(f"{step.place}, {step.thread}: {step.kind} {step.who} {step.at}")
                raise
        if key is not None:
            self.posts += 1
            self._last[step.place, step.thread] = key
            if step.label:
                self._labels[step.place, step.thread, step.label] = key

    def _post(self, step: Step) -> int:
        viewer, here = self.house.viewer(step.who), (step.place, step.thread)
        if here not in self._threads:
            space = self.house.space(step.place)
            thread = actions.start_thread(viewer, space, title=step.title, markdown=step.text)
            self._threads[here] = thread.pk
            return thread.first_key
        answered = self._labels[(*here, step.refers)] if step.refers else None
        row = self._thread(step)
        return actions.reply(viewer, row, markdown=step.text, reply_to=answered).pk

    def _say(self, step: Step) -> int:
        space = self.house.space(step.place)
        return actions.say(self.house.viewer(step.who), space, markdown=step.text).pk

    def _answer(self, step: Step) -> int:
        root = _post(self._labels[step.place, step.thread, step.refers])
        branch = actions.start_branch(self.house.viewer(step.who), root, markdown=step.text)
        posts = Post.objects.unguarded(WHY).filter(thread=branch.pk)
        return int(posts.latest("pk").pk)

    def _react(self, step: Step) -> None:
        emoji, *people = step.words
        for who in people:
            post = _post(self._last[step.place, step.thread])
            actions.react(self.house.viewer(who), post, emoji, wanted=True)

    def _edit(self, step: Step) -> None:
        post = _post(self._last[step.place, step.thread])
        who = next(k for k, m in self.house.members.items() if m.pk == post.author_id)
        viewer = self.house.viewer(who)
        actions.edit_post(viewer, post, markdown=step.text, revision=post.revision)

    def _erase(self, step: Step) -> None:
        post = _post(self._last[step.place, step.thread])
        actions.delete_post(self.house.viewer(step.who), post)

    def _solved(self, step: Step) -> None:
        here = (step.place, step.thread)
        key = self._last[here] if step.label == "last" else self._labels[(*here, step.label)]
        actions.resolve_thread(self.house.viewer(step.who), self._thread(step), _post(key))

    def _pin(self, step: Step) -> None:
        actions.pin_thread(self.house.viewer(step.who), self._thread(step), pinned=True)

    def _close(self, step: Step) -> None:
        actions.close_thread(self.house.viewer(step.who), self._thread(step), closed=True)

    def _gather(self, step: Step) -> None:
        here = (step.place, step.thread)
        root, last = self._labels[(*here, step.refers)], self._last[here]
        actions.branch_stretch(self.house.viewer(step.who), _post(root), _post(last))

    def _thread(self, step: Step) -> Thread:
        rows = Thread.objects.unguarded(WHY).crossing("its own space")
        found: Thread = rows.select_related("space", "space__audience", "community").get(
            pk=self._threads[step.place, step.thread]
        )
        return found


def _post(key: int) -> Post:
    rows = Post.objects.unguarded(WHY).crossing("its own thread and space")
    found: Post = rows.select_related(
        "author", "thread", "thread__space", "thread__space__audience"
    ).get(pk=key)
    return found


def let_them_read(house: House, now: datetime) -> None:
    """Everybody has read what was there at their last visit, so that the rest is new to them."""
    for name, somebody in house.crew.items():
        viewer = house.viewer(name)
        until = keys.key_floor(now - timedelta(hours=somebody.seen))
        for thread in Thread.objects.visible_to(viewer).filter(community=house.community):
            posts = Post.objects.visible_to(viewer).filter(thread=thread.pk, pk__lt=until)
            read = posts.order_by("-pk").values_list("pk", flat=True).first()
            if read is not None and thread.standing == Standing.PUBLISHED:
                actions.mark_read(viewer, thread, read)
        for space in Space.objects.visible_to(viewer).filter(community=house.community):
            actions.mark_space_seen(viewer, space, until)
