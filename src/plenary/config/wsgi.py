"""Django alone, for the front's threads and for tests."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
application = get_wsgi_application()
