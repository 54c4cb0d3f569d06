"""Problem files of either kind: `.dzn` text, or JSON."""

import json
from pathlib import Path

from plenary_solver.meetings import dzn
from plenary_solver.meetings.json_form import problem_from_json, problem_to_json
from plenary_solver.meetings.problem import Problem
from plenary_solver.refusals import BadInput


def read(path: str | Path, *, fairness: int | None = None) -> Problem:
    """Read a problem; what begins with a brace is JSON.

    `fairness` replaces what the file says; a `.dzn` file says nothing and gets 2, as in the literature. Raises
    BadInput, which names the line or the field, and OSError.
    """
    path = Path(path)
    with path.open("rb") as file:
        content = file.read(dzn.LARGEST + 1)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _from_json(content, path.stem, fairness)
    return dzn.from_bytes(content, name=path.stem, fairness=2 if fairness is None else fairness)


def write(problem: Problem, path: str | Path) -> None:
    """Write a problem, as `.dzn` when the name ends so, else as JSON. Raises ValueError for what `.dzn` cannot say."""
    if Path(path).suffix == ".dzn":
        dzn.write(problem, path)
    else:
        text = json.dumps(problem_to_json(problem), ensure_ascii=False, indent=1)
        Path(path).write_text(text + "\n", encoding="utf-8")


def _from_json(content: bytes, name: str, fairness: int | None) -> Problem:
    if len(content) > dzn.LARGEST:
        raise BadInput(f"The file is larger than {dzn.LARGEST // 2**20} MB; meeting problems are not.")
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput("This is not text in UTF-8.", where=f"line {line}") from error
    except json.JSONDecodeError as error:
        raise BadInput(f"This is not JSON: {error.msg}.", where=f"line {error.lineno}") from error
    except (RecursionError, ValueError) as error:
        raise BadInput("This JSON holds lists too deep or numbers too large.") from error
    if isinstance(data, dict):
        data = {"name": name, **data}
        if fairness is not None:
            data["fairness"] = fairness
    return problem_from_json(data)
