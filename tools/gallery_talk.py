"""Samples of the pages where people talk."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from tools.gallery_values import CAST, V, composer, post, shell, tag

Page = tuple[str, object, dict[str, Any]]

LONG = (
    "<p>I finally rebuilt the pair on the red car: new gaskets, needles, float valves, the lot. "
    'Ten minutes down the road it hunts. <a class="mention" href="#"><bdi>@Mia</bdi></a>, you had '
    "this?</p><ul><li>both pistons drop with the same soft <em>clonk</em></li><li>ignition at 21° "
    "and steady</li></ul><pre><code>(define (f x) (* x x))</code></pre><p>It was "
    '<label class="spoiler"><input type="checkbox" aria-label="Show what is hidden"><span>the '
    "spindle</span></label>.</p>"
)


def made(posts: list[V], *, in_chat: bool = False, lines: bool = False) -> SafeString:
    """Posts or lines of a board by the templates that make each ready to send."""
    name = "message" if in_chat else "thread_row" if lines else "post"
    parts = [render_to_string(f"conversations/{name}.html", {_NAME[name]: one}) for one in posts]
    return mark_safe("".join(parts))


_NAME = {"message": "post", "post": "post", "thread_row": "thread"}


def thread(**changes: Any) -> V:
    """A board thread of six posts."""
    kudos = [
        V(emoji="❤️", label="Thanks from Mia and Gus", mine=True, url="#"),
        V(emoji="🎉", label="Mo", mine=False, url=""),
    ]
    quote = "<blockquote><p>it hunts</p></blockquote><p>Air is getting in.</p>"
    values: dict[str, Any] = {
        "title": "Twin SU carburettors: hunting at idle after the rebuild",
        "space_name": "Workshop",
        "space_url": "#",
        "tags": (tag("Solved", "good", "check"), tag("Pinned", "", "pin")),
        "line": "4 people, 6 posts",
        "since": "New since Sunday",
        "posts": made(
            [
                post(11, "Hedda", LONG, is_lead=True, edited=True),
                post(12, "Mo", quote, reactions=kudos, answer_url="#"),
            ]
        ),
        "fresh": made(
            [
                post(
                    13, "Gus", "<p>Worn spindles.</p>", is_answer=True, imported_from="from Slack"
                ),
                post(14, "Nils", "", is_removed=True),
                post(15, "Mo", "Mo moved the thread from General.", system=True),
                post(
                    16, "Mia", "<p>Left one.</p>", can_edit=True, can_delete=True, is_pending=True
                ),
            ]
        ),
        "newer_url": "",
        "older_url": "",
        "composer": composer(),
        "region": "thread:1",
        "live_url": "/04-thread.html",
        "read_url": "/read",
        "last_id": "16",
        "people": tuple(
            V(url="#", name=n, line="asked", face=f) for n, f in list(CAST.items())[:3]
        ),
    }
    deeds: dict[str, Any] = {"is_resolved": True, "is_closed": False, "is_pinned": True}
    for deed in ("resolve", "close", "pin", "move"):
        deeds |= {f"can_{deed}": True, f"{deed}_url": "#"}
    values["deeds"] = V(**deeds)
    return V(**{**values, **changes})


def board(threads: list[V]) -> V:
    """A board."""
    return V(
        name="Workshop",
        purpose="Things that squeak, leak or won’t start. Photographs help.",
        is_locked=False,
        locked_line="",
        start_url="#",
        blocked="",
        filters=tuple(
            V(name=n, url="#", is_current=n == "Everything") for n in ("Everything", "New")
        ),
        threads=made(threads, lines=True),
        newer_url="",
        older_url="#",
        keepers=(V(url="#", name="Mo", line="around most evenings", face=CAST["Mo"]),),
        settings_url="#",
        leave_url="#",
        region="space:2",
        live_url="/03-board.html",
    )


def rows() -> list[V]:
    """The lines of a board."""
    title = "Windschutzscheibendichtungsgummi: which profile, and who still makes the long one?"
    texts = [("Hunting at idle after the rebuild", "Hedda"), (title, "Nils"), ("Overdrive", "Gus")]
    return [
        V(
            url="#",
            title=title,
            excerpt="Idles at 900 in the garage and 1,400 on the way home. New gaskets.",
            author_name=who,
            avatar_url="",
            initials=CAST[who].initials,
            hue=CAST[who].hue,
            last_line="Mo wrote 2 hours ago",
            iso="2026-11-24T09:00:00+00:00",
            is_new=who == "Hedda",
            new_line="4 new",
            tags=[tag("Solved", "good", "check")] if who == "Hedda" else [],
            faces=list(CAST.values())[:3],
        )
        for title, who in texts
    ]


def chat(**changes: Any) -> V:
    """A chat."""
    kudos = [V(emoji="😀", label="Mia", mine=True, url="#")]
    branch = V(url="#", title="Late payment: what has worked", line="9 answers, last yesterday")
    values: dict[str, Any] = {
        "name": "The tea room",
        "purpose": "Small talk, loose ends, tea. Nothing here needs you.",
        "is_locked": False,
        "locked_line": "",
        "faces": tuple(CAST.values())[:3],
        "settings_url": "#",
        "leave_url": "#",
        "items": 7,
        "posts": made(
            [
                post(21, "Hedda", "<p>Invoice 60 days late. Cake.</p>", day="Monday 23 November"),
                post(22, "Gus", "<p>Same publisher, in August.</p>", branch=branch),
                post(23, "Mo", "joined", system=True, day="Today"),
                post(24, "Mo", "<p>Morning. Kettle is on.</p>", reactions=kudos),
                post(25, "Mo", "<p>It keeps <code>(starting)</code>.</p>", continued=True),
                post(26, "Nils", "", is_removed=True),
            ],
            in_chat=True,
        ),
        "fresh": made(
            [post(27, "Mia", "<p>Start with the second.</p>", can_edit=True, edited=True)],
            in_chat=True,
        ),
        "since": "New since 9:40",
        "newer_url": "",
        "older_url": "#",
        "composer": composer(is_chat=True, label="Message to The tea room", button="Send"),
        "region": "thread:9",
        "live_url": "/05-chat.html",
        "read_url": "/read",
        "last_id": "27",
    }
    return V(**{**values, **changes})


def home(**changes: Any) -> V:
    """Home of a member."""
    need = V(icon="key-round", title="Is this you?", line="Mia A. of 2019", url="#", way="Look")
    row = V(
        url="#", title="Hunting at idle", excerpt="Solved: a worn spindle.", space_name="Workshop"
    )
    row.line, row.face, row.tags = "6 people talked", CAST["Hedda"], [tag("Solved", "good")]
    values = {
        "greeting": "Good evening, Mia",
        "lead": "One thing would like an answer from you. The rest can wait.",
        "needs": [need],
        "since": "since Sunday evening",
        "fresh": [row, row],
        "also": "Also: two posts in General.",
        "region": "home",
        "live_url": "/02-home.html",
    }
    return V(**{**values, **changes})


def write(**changes: Any) -> V:
    """The form that begins a thread."""
    values = {
        "heading": "Start a thread",
        "lead": "A good title says what the first line would.",
        "space_name": "Workshop",
        "space_url": "#",
        "action": "#",
        "intent": "1",
        "draft_key": "new-2",
        "title": "Idle",
        "title_problem": "A title needs at least three letters.",
        "text": "",
        "text_problem": "",
        "problem": "",
        "button": "Post it",
        "mention_url": "/people.html",
        "asks_title": True,
        "quoted": None,
    }
    return V(**{**values, **changes})


def one_post() -> V:
    """What edit, delete and history need."""
    changed = mark_safe("<p>Idle <del>hunts</del> <ins>wanders</ins>.</p>")
    mine = V(name="Mia", when="18:06", html=changed)
    version = V(when="18:04", iso="2026-11-24T18:04:00Z", editor_name="Mia", html=changed)
    version.is_current = True
    return V(
        thread_title="Twin SU carburettors",
        post_url="#",
        action="#",
        revision="2",
        draft_key="e-1",
        title="",
        asks_title=False,
        text="Idle hunts.",
        problem="",
        mention_url="",
        author_name="Mia",
        html=changed,
        is_mine=True,
        versions=[version, V(**{**vars(version), "is_current": False})],
        theirs=V(name="Mo", when="18:04", html=changed),
        mine=mine,
        mine_text="Idle wanders.",
        both_text="Idle wanders.",
    )


def pages() -> dict[str, Page]:
    """The pages of talk."""
    inside = shell(in_spaces=True)
    stranger = shell(you=None, sign_in_url="#", join_url="#", houses=())
    closed = composer(blocked="The thread is closed; a moderator can open it.")
    refused = composer(text="What I typed", problem="Nothing was posted: the text is too long.")
    warned = shell(banner="No mail leaves the house.", banner_way="Look at them")
    at = "conversations/"
    return {
        "02-home": (at + "home.html", warned, {"page": home()}),
        "02-home-quiet": (at + "home.html", shell(), {"page": home(needs=[], fresh=[])}),
        "03-board": (at + "board.html", inside, {"page": board(rows())}),
        "03-board-empty": (at + "board.html", inside, {"page": board([])}),
        "04-thread": (at + "thread.html", inside, {"page": thread()}),
        "04-thread-stranger": (at + "thread.html", stranger, {"page": thread(composer=closed)}),
        "04-thread-refused": (at + "thread.html", inside, {"page": thread(composer=refused)}),
        "05-chat": (at + "chat.html", inside, {"page": chat()}),
        "05-chat-empty": (
            at + "chat.html",
            inside,
            {"page": chat(items=0, posts="", older_url="")},
        ),
        "04-start": (at + "start_thread.html", inside, {"page": write()}),
        "04-edit": (at + "edit_post.html", inside, {"page": one_post()}),
        "04-delete": (at + "delete_post.html", inside, {"page": one_post()}),
        "04-history": (at + "history.html", inside, {"page": one_post()}),
        "34d-two-edits": (at + "two_edits.html", inside, {"page": one_post()}),
    }
