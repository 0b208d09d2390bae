"""Who lives in the sample: the cast of the project's tests, and neighbours from many places."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "two cups of strong tea"  # noqa: S105 - printed for whoever looks at the sample


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the sample: name, days since they joined, hours since they were here last."""

    name: str
    joined: int
    seen: float
    bio: str = ""
    picture: tuple[str, str, str] | None = None
    """Sky, hill and sun of a painted picture; initials without."""

    @property
    def key(self) -> str:
        return self.name.split()[0].lower()


GARAGE = {
    "hedda": Somebody(
        "Hedda Berg", 900, 5, "Red 1965 two-door. I keep the key, the kettle and the shelf of "
        "manuals. Write to me when you don’t know whom to ask.", ("#f3d9b1", "#7a4a3a", "#c8553d"),
    ),
    "mo": Somebody(
        "Mo Adeyemi", 800, 3, "Ibadan, then Kiel. Clutches, brakes, patience. Around most "
        "evenings.", ("#dbe8ea", "#3f6b66", "#e9b44c"),
    ),
    "mia": Somebody(
        "Mia Sommer", 300, 110, "122S, apprentice mechanic, writes about it at night.",
        ("#e8e3f1", "#54457f", "#f2a65a"),
    ),
    "gus": Somebody("Gus Lind", 40, 30, "Brings the folding table. Uppsala."),
    "signy": Somebody("Signý Árnadóttir", 31, 30, "Reykjavík. Listener, no car yet."),
    "aoife": Somebody("Aoife Ní Bhriain", 620, 20, "Estate, 1966. Finds things in hay lofts."),
    "tomoko": Somebody(
        "Tomoko Hayashi", 410, 26, "My father’s 1964, my father’s pencil notes. 長野から。",
        ("#fbe3e4", "#6b7f5e", "#d64550"),
    ),
    "sipho": Somebody("Sipho Dlamini", 350, 44, "Durban. What kills oil is the standing."),
    "kwabena": Somebody("Kwabena Owusu", 505, 2, "Kumasi. Two metres of wire."),
    "ioana": Somebody("Ioana Dumitrescu", 450, 70, "Welds and scans, in this order, in Cluj."),
    "leilani": Somebody("Leilani Kahale", 270, 49, "Oʻahu, salt, and a pair of very loud tappets."),
    "joao": Somebody("João Figueiredo", 230, 46, "Póvoa de Varzim. Sardines on board."),
    "ruta": Somebody("Rūta Kazlauskienė", 200, 22, "Vilnius. The dog has a hobby."),
    "mateo": Somebody("Mateo Quispe", 120, 7, "Arequipa. Two brothers, one carburettor."),
    "yusuf": Somebody("Yusuf Kaya", 190, 90, "İzmir. One car fewer, one friend more."),
    "max": Somebody(
        "Dr. Maximiliane von Hohenfels-Schrattenbach-Oberwinterthur", 150, 60,
        "The name is long, the car is short. Kassel, with wasp.",
    ),
    "nour": Somebody("Nour Haddad نور حداد", 28, 1, "Malmö. سيارة خالي, my uncle’s 1963 estate."),
    "thao": Somebody("Thảo Nguyễn", 24, 28, "Ho Chi Minh City, 1967, all twelve months of rain."),
}  # fmt: skip
DRAFT = {
    "nils": Somebody(
        "Nils Aho", 700, 4, "Essays, mostly short. I ring the bell for the quiet hour.",
        ("#e6eef5", "#2f4858", "#f6ae2d"),
    ),
    "nora": Somebody("Nora Pike", 500, 6, "Night bakers, foxes, commas."),
    "mia": Somebody("Mia Sommer", 120, 2, "Cars in the morning, sentences in the evening."),
    "yael": Somebody("Yael Brenner יעל ברנר", 380, 8, "Warm pieces about cold things."),
    "olu": Somebody("Oluwaseun Bankole", 260, 30, "Length flexible, price not."),
    "ravi": Somebody("Ravi Menon", 240, 31, "Writes on engineering. Somehow."),
    "siobhan": Somebody("Siobhán Doyle", 410, 33, "Cuts aunts."),
    "tomoko": Somebody("Tomoko Hayashi", 90, 80, "“Rather”, three of them."),
}  # fmt: skip

GUESTS = ("gus",)
MODERATORS = ("mo",)
STRANGERS = ("stella", "quinn")
SECRET = ("hedda", "mia", "kwabena", "aoife")
DRIVERS = ("hedda", "nour", "mia", "gus")
BOOK_CIRCLE = ("nils", "nora", "yael")

ASKING = (
    "I inherited an Amazon that I can’t start, and a box of parts that I can’t name. A friend in "
    "Cork with a tin of wee plates told me to ask here. I bring cake."
)


def address(key: str) -> str:
    """The address with which somebody of the sample signs in."""
    return f"{key}@sample.example"
