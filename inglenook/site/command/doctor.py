"""`inglenook doctor`: what is missing or misconfigured, each with its cure."""

import argparse
import json
from dataclasses import asdict

from inglenook.site import checkup, environment, language
from inglenook.site.checkup import Finding
from inglenook.site.language import gettext as _
from inglenook.site.language import pgettext
from inglenook.site.problems import SettingError

NEEDS_DJANGO = False


def brief() -> str:
    """What it is for, in a line."""
    return _("tell what is missing or misconfigured, and how to mend it")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help=_("print the report as JSON alone"))


def run(arguments: argparse.Namespace) -> int:
    """Print the report; 1 where something is wrong."""
    # A machine reads the same JSON whoever asks for it.
    with language.spoken(language.ENGLISH if arguments.json else language.current()):
        versions, findings = checkup.versions(), examine()
        healthy = all(finding.state != "wrong" for finding in findings)
        if arguments.json:
            report = {"ok": healthy, "versions": versions, "checks": [asdict(f) for f in findings]}
            print(json.dumps(report, indent=2))
        else:
            print(told(versions, findings))
    return 0 if healthy else 1


def told(versions: dict[str, str], findings: list[Finding]) -> str:
    """The report for a person: a line each, and a second one for a cure."""
    labels, marks = _labels(), _marks()
    wide = max(map(len, (*labels.values(), *versions, *(f.name for f in findings))))
    aside = max(map(len, marks.values()))
    lines = [("", labels.get(name, name), version) for name, version in versions.items()]
    for finding in findings:
        name = labels.get(finding.name, finding.name)
        lines.append((marks[finding.state], name, finding.found))
        if finding.cure:
            lines.append(("", "", f"→ {finding.cure}"))
    healthy = all(finding.state != "wrong" for finding in findings)
    last = _("All is well.") if healthy else _("Something is wrong; see above for the cures.")
    return "\n".join([*(f"{m:<{aside}} {n:<{wide}}  {text}" for m, n, text in lines), last])


def examine() -> list[Finding]:
    """Make every check that can be made; Django's only where the settings allow it to start."""
    findings = list(checkup.settings())
    try:
        house = environment.read()
    except SettingError:
        return findings
    findings += [check() for check in checkup.without_django(house)]
    if any(finding.name == "data folder" and "Errno" in finding.found for finding in findings):
        return findings
    language.start_django()
    return [*findings, *checkup.database(), checkup.counters()]


def _marks() -> dict[str, str]:
    return {
        "fine": pgettext("mark of a check", "ok"),
        "note": pgettext("mark of a check", "note"),
        "wrong": pgettext("mark of a check", "WRONG"),
    }


def _labels() -> dict[str, str]:
    """What the names of findings are called; settings go by their own."""
    return {
        "system": pgettext("what the doctor looks at", "system"),
        "data folder": pgettext("what the doctor looks at", "data folder"),
        "secret key": pgettext("what the doctor looks at", "secret key"),
        "disk": pgettext("what the doctor looks at", "disk"),
        "public address": pgettext("what the doctor looks at", "public address"),
        "pages": pgettext("what the doctor looks at", "pages"),
        "mail": pgettext("what the doctor looks at", "mail"),
        "files": pgettext("what the doctor looks at", "files"),
        "database": pgettext("what the doctor looks at", "database"),
        "migrations": pgettext("what the doctor looks at", "migrations"),
        "counters": pgettext("what the doctor looks at", "counters"),
    }
