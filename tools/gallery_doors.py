"""Samples of the pages at the door: front door, landing, sign-in, set-up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import mark_safe

from tools.gallery_values import CAST, V, outside, street

ISO = "2026-11-24T09:02:00Z"
Page = tuple[str, object, dict[str, Any]]


class Entrance(forms.Form):
    """Like the sign-in library's forms."""

    email = forms.EmailField(label="Email", help_text="Only you and the operator see it.")
    password = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    remember = forms.BooleanField(label="Stay signed in on this device", required=False)


class CodeEntry(forms.Form):
    """One code."""

    code = forms.CharField(label="Code")


def front_door() -> V:
    """The front door with two houses."""
    house = V(name="Racket", slug="racket", mark="λ", url="#", members="212 people, since 2019")
    house.purpose = "People who think in parentheses, in good company."
    house.door = "Open to anyone who asks."
    return V(
        title="Two small houses, one quiet street.",
        lead="This server is kept by the Fenland Commons, a club of eleven people.",
        houses=[house, V(**{**vars(house), "name": "The Second Draft", "mark": "S"})],
        has_hidden=True,
        keeper="The operator pays for the server and could read what is stored here.",
        found_url="#",
        sign_in_url="#",
    )


def landing() -> V:
    """A community for strangers."""
    steps = ("You say who you are.", "A host reads it and writes back.", "You come in.")
    return V(
        purpose="People who think in parentheses, in good company.",
        lead="We are 212 people. We answer each other’s questions and keep what was said.",
        join_url="#",
        join_line="",
        door="Somebody reads every request. Usually Hedda, with coffee.",
        hosts="Racket is looked after by Hedda.",
        faces=list(CAST.values()),
        about=mark_safe("<p>We collect what people know while we can ask them.</p>"),
        spaces=[V(name="General", purpose="Everything else.", url="#", icon="messages-square")],
        steps=[V(title=title, line="Five minutes.") for title in steps],
    )


def found() -> V:
    """The founding of a community, one answer refused."""
    values = V(name="Racket", slug="my house", purpose="", readable_by="members")
    values.seed, values.host_name = "#2f7480", "Hedda"
    names = ("Hearth", "Straw", "Moss", "Harbour blue", "Dusk", "Plum")
    seeds = ("#b4582c", "#a8742a", "#4f8a4c", "#2f7480", "#44648f", "#8a3f72")
    return V(
        action="#",
        intent="1",
        step=2,
        steps=2,
        address="garage.example.org/",
        values=values,
        problems=V(name="", slug="Small letters, figures and hyphens.", purpose="", host_name=""),
        problem="",
        seeds=[V(number=i + 1, value=s, name=names[i]) for i, s in enumerate(seeds)],
        machine=machine(),
    )


def machine() -> list[V]:
    """What the set-up says about the machine."""
    return [
        V(ok=True, text="Storage: 41 GB free, data in var/", url="", way=""),
        V(
            ok=False,
            text="Mail isn’t set up. Letters are kept in a page.",
            url="#",
            way="Set it up",
        ),
    ]


def join(**changes: Any) -> V:
    """An invitation."""
    hedda = V(name="Hedda", face=CAST["Hedda"], words="“You’ll like it here.”")
    values = {
        "heading": "Come in",
        "lead": "Racket is a community of 212 people.",
        "invited_by": hedda,
        "needs_account": True,
        "account_button": "Make an account and step in",
        "sign_in_url": "#",
        "sign_up_url": "#",
        "action": "#",
        "button": "Step in",
        "intent": "1",
        "closed": "",
        "spaces": "This invitation also opens Hosts’ corner.",
        "claim_url": "#",
    }
    return V(**{**values, **changes})


def entrance(form: forms.Form) -> dict[str, Any]:
    """The context that the sign-in library gives."""
    return {
        "form": form,
        "verify_form": CodeEntry(),
        "email": "mia@example.org",
        "signup_url": "#",
        "login_url": "#",
        "request_login_code_url": "#",
        "cancel_url": "#",
        "can_resend": True,
        "LOGIN_BY_CODE_ENABLED": True,
        "redirect_field_name": "next",
        "redirect_field_value": "/racket/",
    }


def account() -> V:
    """One's account."""
    house = V(name="Racket", slug="racket", mark="λ", url="#", line="Moderator", leave_url="#")
    here = V(name="Firefox on Linux", line="", is_this=True, end_url="#")
    there = V(name="Chrome on Windows", line="Yesterday 22:40", is_this=False, end_url="#")
    ways = ["email_url", "password_url", "end_all_url", "action", "delete_url", "sign_out_url"]
    ways += ["operator_url", "steps_url"]
    values: dict[str, Any] = dict.fromkeys(ways, "#")
    values |= {"lead": "One key for two communities.", "email": "mia@example.org"}
    values |= {
        "new_email": "",
        "has_password": True,
        "has_second_step": False,
        "sessions": [here, there],
    }
    return V(**values, houses=[house])


def operator() -> V:
    """Letters of the operator's page."""
    letter = V(url="#", to="mia@example.org", subject="Your code", when="09:02")
    letter.iso = "2026-11-24T09:02:00Z"
    page = V(lead="No mail leaves this house yet.", letters=[letter], older_url="", newer_url="")
    page.back_url, page.text = "#", "Your code is QWERT.\nhttps://example.org/x/"
    page.subject, page.to, page.when, page.iso = letter.subject, letter.to, "09:02", letter.iso
    return page


def state() -> V:
    """How the house is, with one thing wrong."""
    line = V(title="Disk", sentence="Only 614 MB are free.", cure="Make room.", since="09:02")
    line.iso = "2026-11-24T09:02:00Z"
    well = V(title="Database", sentence="SQLite 3.53.4 answers; it holds 41 MB.")
    page = V(lead="1 thing needs you.", back_url="#", wrong=[line], notes=[line], well=[well])
    page.versions = [V(name="Inglenook", number="0.1.0"), V(name="Python", number="3.13.1")]
    return page


def backups() -> V:
    """Two backups, one of them proven, and what went wrong last."""
    old = V(when="Yesterday 03:05", iso="2026-11-23T03:05:00Z", kind="Nightly", said="5,698 posts")
    old.proof, old.is_proven, old.is_locked = "Proven yesterday 03:06", True, True
    new = V(when="Today 03:05", iso=old.iso, kind="Asked for", said="5,706 posts, 41 files")
    new.proof, new.is_proven, new.is_locked = "Not proven yet", False, False
    page = V(lead="Last proven: yesterday 03:06, 5,698 posts.", place="/srv/backups")
    page.backups, page.is_locked = [new, old], False
    page.troubles = [("There is no room.", "2026-11-24T03:05:00Z", "today 03:05")]
    return page


def step_pages() -> dict[str, Page]:
    """Passkeys, apps and codes, and the page that asks again."""
    ways = dict.fromkeys(("add_url", "app_url", "remove_app_url", "codes_url", "back_url"), "#")
    key = V(name="My phone", line="Since 3 November, not used yet.", url="#", remove_url="#")
    some = V(passkeys=[key], app_line="Since today, not used yet.", codes_left="9 left.", **ways)
    none = V(passkeys=[], app_line="", codes_left="", **ways)
    form = V(action="#", back_url="#", reason="", line=key, key="x", secret="ABCD EFGH")
    form.address, form.picture = "otpauth://totp/x", "data:image/svg+xml;base64,"
    codes = V(codes=[f"{n:08}" for n in range(10)], back_url="#", text_url="data:text/plain,1")
    again = V(action="#", fields=[("name", "Mia")], problem="That didn’t work.")
    again.has_password = again.has_app = again.has_codes = again.has_passkey = True
    again.code_mailed_to = "mia@example.org"
    second = {"page": V(action="#", has_app=True, has_passkey=True), "form": CodeEntry()}
    at, here = "accounts/", {"page": form, "form": CodeEntry()}
    return {
        "29c-steps": (at + "second_steps.html", street(), {"page": some, "no_passkeys": ""}),
        "29c-steps-none": (
            at + "second_steps.html",
            street(),
            {"page": none, "no_passkeys": "-"},
        ),
        "29c-passkey-add": (at + "passkey_add.html", street(), here),
        "29c-passkey": (at + "passkey.html", street(), here),
        "29c-app": (at + "app.html", street(), here),
        "29c-codes": (at + "recovery_codes.html", street(), {"page": codes}),
        "14-again": ("account/again.html", street(), {"page": again}),
        "14-second": ("account/second_step.html", street(), second),
    }


def deeds() -> V:
    """What was done with power."""
    closed = V(sentence="Mo closed “Rims”", when="Yesterday 17:50", url="#", iso=ISO)
    made = V(sentence="Hedda made an invitation", when="Yesterday 16:02", url="", iso=ISO)
    return V(back_url="#", tabs=[], deeds=[closed, made], older_url="#", newer_url="")


def account_pages() -> dict[str, Page]:
    """The sign-in library's other pages, and one's account."""
    change = {"form": Entrance(), "email": "mia@example.org", "new_email": "new@example.org"}
    key = {**entrance(Entrance()), "action_url": "#", "token_fail": False}
    delete = V(back_url="#", action="#", problem="", lines=["Your name goes.", "Posts stay."])
    link = V(heading="The house is yours", lead="Once.", action="#", button="Go in", closed="")
    names = ["signup_closed", "account_inactive", "verification_sent", "password_reset_done"]
    names += ["logout", "password_reset", "password_change", "password_set"]
    same = {f"14-{n}": (f"account/{n}.html", street(), entrance(CodeEntry())) for n in names}
    return {
        **same,
        "14-email": ("account/email_change.html", street(), change),
        "14-new-password": ("account/password_reset_from_key.html", street(), key),
        "29b-account": ("accounts/account.html", street(), {"page": account(), "form": Entrance()}),
        **step_pages(),
        "29b-delete": ("accounts/delete.html", street(), {"page": delete, "form": CodeEntry()}),
        "31-link": ("accounts/one_time_link.html", street(), {"page": link}),
        "35-mails": ("operator/mails.html", street(), {"page": operator()}),
        "35-state": ("operator/state.html", street(), {"page": state()}),
        "35-backups": (
            "site/backups.html",
            street(),
            {"page": backups(), "back_url": "#", "action": "#"},
        ),
        "35-deeds": ("operator/deeds.html", street(), {"page": deeds()}),
        "35-mail": ("operator/mail.html", street(), {"page": operator()}),
    }


def pages() -> dict[str, Page]:
    """The pages at the door."""
    wrong = Entrance({"email": "mia@okafor"})
    wrong.add_error(None, "This address and this password don’t belong together.")
    closed = "This invitation has been used up. Ask Hedda for another."
    at = "communities/"
    setup = {"page": V(action="#", step=1, steps=2, machine=machine()), "form": Entrance()}
    return {
        **account_pages(),
        "01-landing": (at + "landing.html", outside(), {"page": landing()}),
        "14-join": (at + "join.html", outside(), {"page": join()}),
        "14-join-closed": (at + "join.html", outside(), {"page": join(closed=closed)}),
        "14-signin": ("account/request_login_code.html", outside(), entrance(CodeEntry())),
        "14-login": ("account/login.html", street(), entrance(wrong)),
        "14-signup": ("account/signup.html", street(), entrance(Entrance())),
        "14-code": ("account/confirm_login_code.html", street(), entrance(Entrance())),
        "14-claim": (at + "claim_link.html", outside(), {"page": join(needs_account=False)}),
        "31-front-door": (at + "front_door.html", street(), {"page": front_door()}),
        "31b-setup": ("accounts/setup.html", street(), setup),
        "31b-found": (at + "found.html", street(), {"page": found()}),
    }
