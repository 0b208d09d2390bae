"""The two files that every page loads are whole, lean and in the right order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inglenook.foundation import stylesheet


def test_layers_come_first_and_in_their_order() -> None:
    first = stylesheet.stylesheet().splitlines()[0]
    assert first == "@layer reset, tokens, base, components, layout, modules, utilities;"


def test_every_source_is_in_the_style_sheet_and_names_its_layer() -> None:
    css = stylesheet.stylesheet()
    for path in stylesheet.styles():
        own = path.is_relative_to(stylesheet.STATIC)
        layer = path.parent.name if own else "modules"
        layer = "base" if path == stylesheet.FONTS else layer
        assert f"@layer {layer} {{" in path.read_text(), path
        classes = re.findall(r"^\s*\.([a-z][a-z-]+)", path.read_text(), re.MULTILINE)
        assert all(f".{name}" in css for name in classes), path


def test_style_sheet_is_under_sixty_kilobytes() -> None:
    assert len(stylesheet.stylesheet().encode()) < 60_000


def test_fonts_are_left_out_where_they_were_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stylesheet, "FONTS", Path("/nowhere/fonts.css"))
    assert "@font-face" not in stylesheet.stylesheet()


def test_fonts_are_named_from_where_the_style_sheet_lies(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fonts = tmp_path / "fonts.css"
    fonts.write_text("@layer base {\n@font-face { src: url(fonts/a.woff2) }\n}\n")
    monkeypatch.setattr(stylesheet, "FONTS", fonts)
    assert "url(vendor/fonts/a.woff2)" in stylesheet.stylesheet()


def test_every_element_stands_in_a_block_of_its_own() -> None:
    js = stylesheet.script()
    names = [path.stem for path in stylesheet.scripts()]
    assert len(names) > 5
    # It makes no element: it tells htmx by which policy markup is made.
    for name in set(names) - {"trusted-markup"}:
        assert f'customElements.define("{name}"' in js
    assert js.count("\n}\n{\n") == len(names) - 1


def test_finder_offers_both_files_and_nothing_else() -> None:
    finder = stylesheet.HouseFinder()
    assert sorted(name for name, _ in finder.list([])) == ["house.css", "house.js"]
    found = finder.find("house.css")
    assert isinstance(found, str)
    assert Path(found).read_text() == stylesheet.stylesheet()
    assert finder.find("house.html") is None
    assert finder.find("house.js", find_all=True) != []


def test_building_again_leaves_unchanged_files_alone(tmp_path: Path) -> None:
    css, js = stylesheet.build(tmp_path)
    before = css.stat().st_mtime_ns, js.stat().st_mtime_ns
    stylesheet.build(tmp_path)
    assert before == (css.stat().st_mtime_ns, js.stat().st_mtime_ns)
