"""Why a file was not read: exceptions with a code, its parameters, and a whole English sentence.

`code` and `params` are for programs; `template` is the English sentence with named placeholders, which is
also the message id a Django adapter can translate: `gettext(refusal.template) % refusal.params`.
"""

from plenary_reader.sentences import REFUSALS


class NotReadable(Exception):
    """The file is not what we were asked to read, or is broken; `str()` says which and what to do."""

    def __init__(self, code: str, **params):
        self.code = code
        self.params = params
        super().__init__(self.template % params)

    @property
    def template(self) -> str:
        return REFUSALS[self.code]

    @property
    def message(self) -> str:
        return str(self)

    def as_json(self) -> dict:
        return {"code": self.code, "params": self.params, "message": self.message}


class LimitExceeded(NotReadable):
    """The file is larger, deeper or dearer to read than we allow. `what` names the limit."""

    @property
    def what(self) -> str:
        return self.code


def refusal_from_json(data: dict) -> NotReadable:
    """The exception a sandboxed reader raised, rebuilt from what it printed."""
    kind = LimitExceeded if data["limit"] else NotReadable
    return kind(data["code"], **data["params"])
