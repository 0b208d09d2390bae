"""Finds who asks and where: person, community, viewer, language, zone, frame of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from inglenook.communities.frame import frame_of
from inglenook.communities.knowing import knows, remember
from inglenook.communities.models import FormerSlug
from inglenook.communities.viewing import Presence, presence
from inglenook.foundation.policy import Invalid, Refused
from inglenook.foundation.viewer import Viewer


class WhoAndWhere:
    """Sets `request.person`, `.viewer`, `.community`, `.membership` before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.person = SimpleLazyObject(lambda: request.session.person)
        request.user = SimpleLazyObject(lambda: request.session.person or AnonymousUser())
        request.viewer, request.community, request.membership = Viewer(), None, None
        request.presence = Presence(Viewer())
        request.shell = lambda: frame_of(request)
        try:
            response = self.get_response(request)
            remember(request, response)
            return response
        finally:
            timezone.deactivate()

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        slug = kwargs.pop("community", None)
        person = request.session.person
        person_id = person.pk if person else None
        link = kwargs.get("token", "")
        found = presence(person_id, slug, request.session.along if person else None)
        if found is None:
            return self._moved(request, str(slug), person_id, link)
        if not knows(request, found, link):
            raise Http404
        request.presence = found
        request.viewer, request.community = found.viewer, found.community
        request.membership = found.membership
        self._speak(request, person)
        return None

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused | Invalid):
            # Where a view has no form to show the sentence beside, a page of its own says it.
            status = 403 if isinstance(error, Refused) else 422
            context = {"sentence": error.sentence}
            return render(request, "refused.html", context, status=status)
        return None

    def _moved(
        self, request: HttpRequest, slug: str, person_id: int | None, link: str
    ) -> HttpResponse:
        former = FormerSlug.objects.filter(slug=slug).select_related("community").first()
        if former is None or request.method not in ("GET", "HEAD"):
            raise Http404
        found = presence(person_id, former.community.slug)
        if found is None or not knows(request, found, link):
            raise Http404
        rest = request.get_full_path().removeprefix(f"/{slug}/")
        return HttpResponsePermanentRedirect(f"/{former.community.slug}/{rest}")

    def _speak(self, request: Any, person: Any) -> None:
        community = request.community
        language = (person and person.language) or (community and community.language)
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        zone = (person and person.time_zone) or (community and community.time_zone)
        try:
            timezone.activate(ZoneInfo(zone or "UTC"))
        except (ZoneInfoNotFoundError, ValueError):
            timezone.activate(ZoneInfo("UTC"))
