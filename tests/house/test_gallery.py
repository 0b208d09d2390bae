"""Every page renders with sample values, and none asks for a value that nobody gives."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tools.checks import ROOT, project_files


def test_every_page_renders_with_sample_values(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.gallery", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-1500:]
    assert len(list(tmp_path.glob("*.html"))) > 60


def test_every_icon_that_a_template_names_is_fetched() -> None:
    lock = json.loads((ROOT / "tools/assets.lock.json").read_text())
    fetched = {icon for package in lock["packages"] for icon in package.get("icons", ())}
    named = {
        icon
        for _, path in project_files("inglenook/**.html")
        for icon in re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text())
    }
    assert len(named) > 20
    assert named - fetched == set()
