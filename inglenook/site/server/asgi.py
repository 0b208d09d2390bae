"""The application that the web server loads."""

from django.conf import settings

from inglenook.site.server.bridge import Bridge
from inglenook.site.server.wsgi import application as wsgi

application = Bridge(wsgi, settings.HOME / "tmp", settings.ENVIRONMENT.trusted_proxies)
