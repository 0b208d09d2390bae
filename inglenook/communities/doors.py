"""Who may enter a view at all; the policies inside say what they may do there.

Whoever may not see gets the answer of what doesn't exist; whoever sees but may not do it, the
sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from inglenook.accounts.doors import View, operators, signed_in
from inglenook.communities import policy
from inglenook.foundation.policy import Answer, require
from inglenook.foundation.viewer import Viewer

__all__ = ["asked_of", "hosts", "inside", "members", "moderators", "operators", "signed_in"]


def inside(view: View) -> View:
    """For whoever has a place in the community."""

    @wraps(view)
    def door(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.viewer.is_inside:
            raise Http404
        return view(request, *args, **kwargs)

    return door


def asked_of(may: Callable[[Viewer], Answer]) -> Callable[[View], View]:
    """For insiders of whom the policy says yes; the others read its sentence."""

    def made(view: View) -> View:
        @wraps(view)
        @inside
        def door(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            require(may(request.viewer))
            return view(request, *args, **kwargs)

        return door

    return made


hosts = asked_of(policy.may_tend)
moderators = asked_of(policy.may_invite)


def members(view: View) -> View:
    """For members; to guests and strangers it doesn't exist."""

    @wraps(view)
    def door(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.viewer.is_member:
            raise Http404
        return view(request, *args, **kwargs)

    return door
