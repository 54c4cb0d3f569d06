"""The child's side of the sandbox: limits itself, then reads one file and prints one JSON document.

Started by path under `python -I -S`, so it imports nothing of ours before it was told where to look.
"""

import json
import os
import resource
import sys

FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "pty.",
)
FORBIDDEN_WHOLE = frozenset(
    {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod"}
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def refuse_the_world(event, arguments):
    """An audit hook: what a reader has no business doing."""
    if event == "open":
        flags = arguments[2]
        if isinstance(flags, int) and flags & WRITING:
            raise PermissionError("The sandbox opens no file for writing.")
    elif event.startswith(FORBIDDEN) or event in FORBIDDEN_WHOLE:
        raise PermissionError(f"The sandbox refuses {event}.")


def close_in(limits):
    """From here on the file may be touched; nothing here can be undone by the process itself."""
    for what, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, allowed = resource.getrlimit(what)
        if allowed != resource.RLIM_INFINITY:
            most = min(most, allowed)  # the machine may be stricter than we are, never laxer
        resource.setrlimit(what, (most, most))
    sys.dont_write_bytecode = True
    sys.addaudithook(refuse_the_world)


def answer(request):
    from importlib import import_module

    from plenary_reader.limits import Limits
    from plenary_reader.refusals import LimitExceeded, NotReadable

    module, _, name = request["function"].partition(":")
    function = getattr(import_module(module), name)
    limits = Limits(**request["limits"])
    close_in(limits)
    try:
        value = function(request["path"], limits=limits, **request["options"])
        text = json.dumps({"value": value.as_json() if hasattr(value, "as_json") else value})
        if len(text) > limits.result_bytes:
            raise LimitExceeded("result_bytes")
        return text
    except NotReadable as refusal:
        problem = refusal
    except MemoryError:
        problem = LimitExceeded("memory_bytes", megabytes=round(limits.memory_bytes / 2**20))
    except RecursionError:
        problem = LimitExceeded("depth")
    except Exception as error:
        # Only the kind and the place: the message of an exception may quote a person's data.
        problem = NotReadable("reader_failed", reason=f"{type(error).__name__} {_place(error)}")
    return json.dumps({"refusal": problem.as_json() | {"limit": isinstance(problem, LimitExceeded)}})


def _place(error):
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    sys.path[:] = task["sys_path"]
    sys.stdout.write(answer(task))
    sys.stdout.flush()
    os._exit(0)  # native parsers may take long to let go of what they hold
