"""Django set up first, then what stands in front of it."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
django = get_wsgi_application()
# Models can be imported only from here on.
application = import_module("plenary.config.serving").Application(django)
