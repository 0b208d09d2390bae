"""Words for the bench: sentences without meaning, the same in every run."""

from __future__ import annotations

import random
from itertools import accumulate

_BEGIN = ("b", "br", "c", "cl", "d", "f", "fl", "g", "gr", "h", "k", "l", "m", "n", "p", "st", "tr")
_MIDDLE = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_END = ("n", "r", "l", "st", "m", "d", "ck", "ng", "rt", "sh", "p")
MARKS = ("❤️", "🫂", "😄", "🎉", "💡", "👀")


class Writer:
    """Writes posts of about 300 characters from 4,000 words, common ones far more often."""

    def __init__(self, seed: int = 1927) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - the same texts in every run
        self.words = sorted({self._word() for _ in range(4_600)})
        self.dice.shuffle(self.words)
        # Zipf's law: a few words stand in most posts, most words in a few.
        self._weights = list(accumulate(1 / (n + 12) for n in range(len(self.words))))

    def _word(self) -> str:
        syllables = self.dice.choice((1, 1, 2, 2, 2, 3))
        parts = (self.dice.choice(_BEGIN) + self.dice.choice(_MIDDLE) for _ in range(syllables))
        return "".join(parts) + self.dice.choice(_END)

    def some(self, count: int) -> list[str]:
        """So many words, as often as they are common."""
        return self.dice.choices(self.words, cum_weights=self._weights, k=count)

    def sentence(self) -> str:
        """Four to eighteen words."""
        return " ".join(self.some(self.dice.randint(4, 18))).capitalize() + "."

    def title(self) -> str:
        """Three to nine words."""
        return " ".join(self.some(self.dice.randint(3, 9))).capitalize()

    def post(self, members: list[int]) -> str:
        """Markdown: mostly sentences; now and then a list, code, a quotation, a mention."""
        parts = [self.sentence() for _ in range(self.dice.randint(1, 8))]
        turn = self.dice.random()
        if turn < 0.06:
            parts.append(
                "\n\n```\n" + "\n".join(" ".join(self.some(5)) for _ in range(4)) + "\n```"
            )
        elif turn < 0.14:
            parts.insert(0, f"> {self.sentence()}\n\n")
        elif turn < 0.19:
            parts.append("\n\n" + "\n".join(f"- {self.sentence()}" for _ in range(3)))
        elif turn < 0.27:
            parts.append(f"**{self.some(1)[0]}** and [{self.some(1)[0]}](https://example.org/)")
        elif turn < 0.35:
            parts.insert(0, f"@[{self.dice.choice(members)}]")
        return " ".join(parts)

    def reactions(self, members: list[int]) -> list[tuple[str, int]]:
        """A third of the posts have some: one and a half a post on the whole."""
        if self.dice.random() > 0.38:
            return []
        who = self.dice.sample(members, min(self.dice.randint(1, 7), len(members)))
        mark = self.dice.choice(MARKS)
        return [(mark if n else self.dice.choice(MARKS), pk) for n, pk in enumerate(who)]
