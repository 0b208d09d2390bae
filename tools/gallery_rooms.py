"""Samples of the rooms of a community besides its talk: people, search, settings, import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import mark_safe

from tools.gallery_doors import deeds
from tools.gallery_values import CAST, V, shell, street, tag

Page = tuple[str, object, dict[str, Any]]

LOOK = [V(icon="coffee", title="General", line="980 messages", url="#", way="Open")]
NAMES = ("The house", "Spaces", "Invitations", "Requests", "Moving in", "Texts")
TABS = [V(name=n, url="#", is_current=n == "The house") for n in NAMES]
SAMPLE = V(face=CAST["Mo"], author="Mo", when="4 March 2019", html=mark_safe("<p>It works.</p>"))


class SpaceForm(forms.Form):
    """Like the form of a space."""

    name = forms.CharField(label="Name", initial="Workshop")
    purpose = forms.CharField(label="What is it for?", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(
        label="Kind", choices=[("board", "Board"), ("chat", "Chat")], widget=forms.RadioSelect
    )
    icon = forms.ChoiceField(label="Sign", choices=[("coffee", "Coffee")])
    seed = forms.CharField(
        label="Colour", initial="#2f7480", widget=forms.TextInput(attrs={"type": "color"})
    )
    asks = forms.BooleanField(label="Members may ask to be let in", required=False)


def people(kind: str = "", query: str = "") -> V:
    """The list of people."""
    rows = [V(url="#", name=name, line="Host", face=face, id=1) for name, face in CAST.items()]
    found = [] if query else rows
    return V(
        people=found,
        query=query,
        kind=kind,
        newer_url="",
        older_url="#",
        claim_url="#",
        has_blocked=True,
    )


def profile() -> V:
    """One member."""
    ways = [
        "edit_url",
        "leave_url",
        "block_url",
        "role_url",
        "remove_url",
        "claim_url",
        "search_url",
    ]
    values: dict[str, Any] = dict.fromkeys(ways, "#")
    values |= {"name": "Mia Andersen", "face": CAST["Mia"], "bio": "I redraw diagrams.\n\nSlowly."}
    values |= {"role": "Moderator", "line": "Here since 2019", "is_me": True, "is_blocked": False}
    values["intent"] = "1"
    return V(**values)


def search(query: str) -> V:
    """A search with or without words."""
    hit = V(url="#", title="Hunting at idle", face=CAST["Gus"], line="Gus in Workshop")
    hit.excerpt = mark_safe("The <mark>throttle spindles</mark> had worn oval.")
    hit.when, hit.iso, hit.tags = "yesterday", "2026-11-23T09:00:00Z", [tag("Solved", "good")]
    return V(
        query=query,
        action="#",
        kinds=[V(name=n, url="#", is_current=n == "All") for n in ("All", "Threads", "Chat")],
        orders=[V(name=n, url="#", is_current=n == "Best first") for n in ("Best first", "Newest")],
        count_line="2 places",
        sentence="",
        hits=[hit, hit] if query else [],
        newer_url="",
        older_url="",
        older_words="More",
        looked_back="",
        spaces_hint="in:workshop",
    )


def upload() -> V:
    """The first step of an import."""
    limit = "Choose the archive. Up to 2 GB; it stays on this server and is deleted after 30 days."
    run = V(name="racket.zip", line="4 November, 980 posts", url="#")
    problem = "This is not an export of Slack: it has no channels.json."
    return V(back_url="#", action="#", intent="1", problem=problem, limit=limit, runs=[run])


def report() -> V:
    """What would come."""
    row = V(name="Messages", found="16,480", comes="15,902", changed="214", stays="364")
    fact = V(icon="user-round", name="Wrote, but aren’t here", count="64", line="By name only.")
    return V(
        back_url="#",
        lead="We read 18,204 things in the file. 17,316 can come, 888 can’t, and here is why.",
        rows=[row, row],
        total=V(**{**vars(row), "name": "Together"}),
        reasons=[V(title="Neither text nor file", line="Empty in the export.", count="327")],
        changes=[V(title="Stickers", line="A sticker becomes its name in brackets.")],
        people=[fact],
        samples=[SAMPLE],
        go_url="#",
        forget_url="#",
        again_url="#",
        intent="1",
    )


def running(**changes: Any) -> V:
    """An import under way."""
    steps = [("done", "People"), ("now", "Messages and threads"), ("", "Search")]
    values = {
        "back_url": "#",
        "heading": "The boxes are on their way",
        "lead": "You can close this page.",
        "step": 3,
        "live_url": "/28c-running.html",
        "count": "9,640 of 17,316",
        "done": 9640,
        "total": 17316,
        "line": "about 6 minutes left",
        "steps": [V(state=state, title=title, line="64 of 64") for state, title in steps],
        "stop_url": "#",
        "problem": "",
        "is_over": False,
        "next_url": "#",
    }
    return V(**{**values, **changes})


def done() -> V:
    """An import that is in."""
    kept = [V(title="Hunting at idle", reason="Answered since", url="#")]
    return V(
        back_url="#",
        heading="Everything is in",
        lead="17,316 things came, as the report had said.",
        agrees=True,
        agree_title="Counted again, and the numbers agree.",
        agree_line="16,116 messages, 309 threads.",
        look=LOOK,
        opens="#",
        undo_url="#",
        undo_line="What nobody has touched since goes; the rest stays and is listed.",
        kept=kept,
    )


def settings_pages() -> dict[str, Page]:
    """What hosts tend."""
    link = V(label="Tuesday group", made_by="Hedda", line="3 came by it", is_open=True)
    link.revoke_url = "#"
    invitations = V(tabs=TABS, action="#", intent="1")
    invitations.made = "https://example.org/racket/join/abc/"
    invitations.invitations = [link, V(**{**vars(link), "is_open": False})]
    asked = V(name="Stella", face=CAST["Gus"], words="Hello.\nI like parentheses.", when="today")
    asked.admit_url = asked.turn_down_url = "#"
    asked.namesake = "Hedda"
    row = V(slug="a", name="Workshop", icon="wrench", line="Board · Members", is_archived=False)
    row.url = row.settings_url = "#"
    spaces = V(tabs=TABS, new_url="#", order_url="#", spaces=[row, row])
    ways = ["action", "space_url", "back_url", "archive_url", "add_url", "take_off_url"]
    some = people().people
    one = V(name="Workshop", is_archived=False, is_list=True, people=some, asking=some[:1])
    one.intent = "1"
    one.others = some
    for way in ways:
        setattr(one, way, "#")
    at, form = "communities/", SpaceForm()
    house = {"page": V(tabs=TABS, action="#"), "form": SpaceForm({"seed": "#2f7480"})}
    return {
        "18-settings": (at + "settings.html", shell(), house),
        "18-deeds": (at + "deeds.html", shell(), {"page": deeds()}),
        "18-texts": (at + "settings_texts.html", shell(), house),
        "18-invitations": (at + "invitations.html", shell(), {"page": invitations, "form": form}),
        "18-requests": (at + "requests.html", shell(), {"page": V(tabs=TABS, requests=[asked])}),
        "18-spaces": ("spaces/spaces.html", shell(), {"page": spaces}),
        "18-new-space": ("spaces/new.html", shell(), {"page": one, "form": form}),
        "18-leave-space": ("spaces/leave.html", shell(), {"page": one}),
        "18-space": ("spaces/settings.html", shell(), {"page": one, "form": form}),
    }


def import_pages() -> dict[str, Page]:
    """An archive moving in."""
    at = "archive/"
    undo = V(back_url="#", name="racket.zip", goes="980 posts go.", action="#", intent="1")
    undo.stays = [V(title="Hunting at idle", reason="Answered since")]
    fact = V(icon="users", name="People", count="64", line="None of them has come yet.")
    opening = V(back_url="#", name="racket.zip", lead="980 posts of 64 people.", action="#")
    opening.facts, opening.samples, opening.intent = [fact], [SAMPLE, SAMPLE], "1"
    return {
        "28-import": (at + "import.html", shell(), {"page": upload()}),
        "28b-report": (at + "report.html", shell(), {"page": report()}),
        "28c-running": (at + "running.html", shell(), {"page": running()}),
        "28c-over": (at + "running.html", shell(), {"page": running(is_over=True)}),
        "28d-done": (at + "done.html", shell(), {"page": done()}),
        "28e-undo": (at + "undo.html", shell(), {"page": undo}),
        "28f-open": (at + "open.html", shell(), {"page": opening}),
    }


def pages() -> dict[str, Page]:
    """The other rooms."""
    at = "communities/"
    asked = {"page": V(name="Mia", action="#", back_url="#", refused="", link="https://x.example/")}
    role = {**asked, "form": SpaceForm()}
    return {
        **settings_pages(),
        **import_pages(),
        "08-people": (at + "people.html", shell(), {"page": people()}),
        "08-people-none": (at + "people.html", shell(), {"page": people("imported", "x")}),
        "08b-profile": (at + "profile.html", shell(), {"page": profile()}),
        "08c-edit": (at + "edit_profile.html", shell(), role),
        "08c-role": (at + "role.html", shell(), role),
        "08c-remove": (at + "remove.html", shell(), asked),
        "08c-claim": (at + "claim_made.html", shell(), asked),
        "08c-leave": (at + "leave.html", shell(), asked),
        "15-search": ("search/results.html", shell(), {"page": search("throttle spindle")}),
        "15-search-empty": ("search/results.html", shell(), {"page": search("")}),
        "34-refused": ("refused.html", shell(), {"sentence": "The thread is closed."}),
        "34-too-often": (
            "too_often.html",
            shell(),
            {
                "sentence": "Try again in 20 seconds.",
                "fields": [("text", "My words")],
                "action": "#",
            },
        ),
        "34-not-found": ("404.html", shell(), {}),
        "34-not-found-outside": ("404.html", street(), {}),
        "34-wrong-way": ("405.html", street(), {}),
        "34-broken": ("500.html", street(), {}),
    }
