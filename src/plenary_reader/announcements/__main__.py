import sys

from plenary_reader.announcements.command import main

sys.exit(main(sys.argv[1:]))
