"""The command line (docs/reference/command-line.md). Django is imported only by the commands that need it.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 «not what you asked me to read». With --json one JSON document
stands on standard output and nothing else; errors are whole sentences on standard error.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

MOMENTS = ("invited", "released", "day1", "after")
SCHEDULES = {"schedule.xml": "xml", "schedule.json": "json", "schedule.ics": "ics"}


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    if getattr(arguments, "data", None):
        os.environ["PLENARY_DATA"] = arguments.data
    try:
        return arguments.run(arguments)
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="plenary", description="Runs a summit from its announcement to its archive."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        added.set_defaults(run=run)
        return added

    def with_data(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument(
            "--data", metavar="DIR", help="the data folder (default: $PLENARY_DATA, or ./data)"
        )
        return added

    serve = with_data(command("serve", _serve, "Serve the summits of a data folder: web and worker."))
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    serve.add_argument("--port", type=_port, default=8000, help="the port to listen on (default: 8000)")
    serve.add_argument(
        "--address", metavar="URL", help="the public address that links, QR codes and mails begin with"
    )

    demo = with_data(command("demo", _demo, "Fill an empty data folder with the demo summit."))
    demo.add_argument(
        "--at", choices=MOMENTS, default="released", help="the moment of its life (default: released)"
    )

    read = command("read", _read, "Read an announcement and print the draft it makes.")
    read.add_argument("file", type=Path)
    read.add_argument("--json", action="store_true")

    new = with_data(command("new", _new, "Read an announcement and create the draft edition."))
    new.add_argument("file", type=Path)

    take_in = with_data(
        command("import", _import, "Preview or import a guest list, a schedule or an archive.")
    )
    take_in.add_argument("what", choices=("guests", "schedule", "archive"))
    take_in.add_argument("file", type=Path)
    take_in.add_argument("--edition", metavar="SLUG", help="the edition (default: the current one)")
    take_in.add_argument("--dry-run", action="store_true", help="say what would be read; change nothing")
    take_in.add_argument("--json", action="store_true")

    give_out = with_data(command("export", _export, "Write an edition in a standard format."))
    give_out.add_argument("what", choices=(*SCHEDULES, "archive"))
    give_out.add_argument("--edition", metavar="SLUG", required=True)
    give_out.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")

    from plenary_solver.command import add_arguments

    add_arguments(command("solve", _solve, "Solve a timetable, a repair or one-to-one meetings."))

    doctor = with_data(command("doctor", _doctor, "Check mail, fonts, disk, database and addresses."))
    doctor.add_argument("--json", action="store_true")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError(f"{port} is not a port: write a number from 1 to 65535")
    return port


def _django() -> None:
    """Sets Django up on the data folder and brings its tables up to date."""
    from plenary.config.processes import prepare

    prepare()


def _serve(arguments: argparse.Namespace) -> int:
    os.environ["PLENARY_PORT"] = str(arguments.port)
    if arguments.address:
        os.environ["PLENARY_ADDRESS"] = arguments.address
    from plenary.config.processes import supervise

    return supervise(host=arguments.host, port=arguments.port)


def _demo(arguments: argparse.Namespace) -> int:
    _django()
    from plenary.rehearsal.commands import demo

    return demo(at=arguments.at)


def _read(arguments: argparse.Namespace) -> int:
    from plenary_reader.announcements.command import run

    return run(arguments.file, as_json=arguments.json)


def _new(arguments: argparse.Namespace) -> int:
    _django()
    from plenary.announcements.commands import new

    return new(arguments.file)


def _import(arguments: argparse.Namespace) -> int:
    if arguments.what == "schedule" and arguments.dry_run:
        from plenary_reader.schedules.command import run

        return run(arguments.file, as_json=arguments.json)
    _django()
    options = {"slug": arguments.edition, "dry_run": arguments.dry_run, "as_json": arguments.json}
    if arguments.what == "guests":
        from plenary.invitations.commands import import_guests as run_import
    elif arguments.what == "schedule":
        from plenary.programme.commands import import_schedule as run_import
    else:
        from plenary.archive.commands import import_archive as run_import
    return run_import(arguments.file, **options)


def _export(arguments: argparse.Namespace) -> int:
    _django()
    if arguments.what == "archive":
        from plenary.archive.commands import export_archive

        return export_archive(arguments.edition, arguments.output)
    from plenary.programme.exports import export_schedule

    return export_schedule(SCHEDULES[arguments.what], arguments.edition, arguments.output)


def _solve(arguments: argparse.Namespace) -> int:
    return arguments.solve(arguments)


def _doctor(arguments: argparse.Namespace) -> int:
    _django()
    from plenary.config.doctor import examine

    return examine(as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
