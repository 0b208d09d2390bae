"""The cast stands as its docstring says."""

from inglenook.foundation.content import declared_kinds
from tests.cast import VIEWERS, Cast


def test_everybody_is_who_they_should_be(cast: Cast) -> None:
    roles = {name: cast.viewer(name).role for name in VIEWERS}
    assert roles == {
        "anonymous": "", "stella": "", "gus": "guest", "mia": "member", "lena": "member",
        "mo": "moderator", "hedda": "host", "nils": "", "bertram": "", "olga": "",
    }  # fmt: skip
    assert cast.viewer("nils", cast.writers).is_host
    assert cast.viewer("bertram").audience_ids == cast.viewer("stella").audience_ids


def test_every_declared_kind_of_content_has_a_row(cast: Cast) -> None:
    for kind in declared_kinds():
        assert kind.model.objects.visible_to(cast.viewer("hedda")).exists(), kind.name
