"""The WSGI application, for the bridge and for servers of one's own choice."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.site.settings")

application = get_wsgi_application()
