"""`inglenook doctor`: what is missing or misconfigured, each with its cure."""

import argparse
import json
from dataclasses import asdict

from inglenook.site import checkup, environment
from inglenook.site.checkup import Finding
from inglenook.site.problems import SettingError

HELP = "tell what is missing or misconfigured, and how to mend it"
NEEDS_DJANGO = False
_MARKS = {"fine": "ok   ", "note": "note ", "wrong": "WRONG"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="print the report as JSON alone")


def run(arguments: argparse.Namespace) -> int:
    """Print the report; 1 where something is wrong."""
    versions, findings = checkup.versions(), examine()
    healthy = all(finding.state != "wrong" for finding in findings)
    if arguments.json:
        report = {"ok": healthy, "versions": versions, "checks": [asdict(f) for f in findings]}
        print(json.dumps(report, indent=2))
    else:
        print("\n".join(f"      {name:<15} {version}" for name, version in versions.items()))
        print("\n".join(_line(finding) for finding in findings))
        print("All is well." if healthy else "Something is wrong; see above for the cures.")
    return 0 if healthy else 1


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
    import django

    django.setup()
    return [*findings, *checkup.database(), checkup.counters()]


def _line(finding: Finding) -> str:
    line = f"{_MARKS[finding.state]} {finding.name:<15} {finding.found}"
    return f"{line}\n      {'':<15} → {finding.cure}" if finding.cure else line
