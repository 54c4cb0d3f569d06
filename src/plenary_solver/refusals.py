"""Why a file was not read: whole sentences that name the place, down to the cell."""


class BadInput(ValueError):
    """The file is not what we were asked to read, or holds something impossible.

    `where` names the place as its reader sees it: «submissions, row 12, column E», «line 40».
    """

    def __init__(self, sentence: str, *, where: str | None = None):
        self.where = where
        self.sentence = sentence
        super().__init__(f"{where}: {sentence}" if where else sentence)
