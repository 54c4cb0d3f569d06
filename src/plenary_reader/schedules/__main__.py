import sys

from plenary_reader.schedules.command import main

sys.exit(main(sys.argv[1:]))
