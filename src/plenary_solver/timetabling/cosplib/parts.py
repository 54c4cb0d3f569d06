"""What the parser of workbooks would not say, looked up in the parts of an XLSX file before it runs.

A cell in which a formula ended in an error such as #REF! comes out blank, and a blank penalty is 0: it would silently
cost nothing. And a single value far out makes the parser fill everything up to it with blanks.
"""

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string

from plenary_solver.refusals import BadInput

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ERROR = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*\bt=[\"']e[\"'])[^>]*\br=[\"']([A-Z]+)(\d+)[\"']")
VALUE = re.compile(rb"<(?:\w+:)?c\b[^>]*\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*(?<!/)>")
MOST_CELLS = 4_000_000  # ten thousand submissions with four hundred sessions and rooms


def check_parts(archive: zipfile.ZipFile, wanted: Collection[str]) -> None:
    """Raises BadInput for an error in one of the wanted sheets, or when one reaches too far out."""
    try:
        for name, part in _parts(archive, wanted):
            if found := ERROR.search(part):
                raise _refusal(name, found[1], found[2], "A formula here ends in an error; write its value.")
            _check_reach(name, part)
    except KeyError:  # not XLSX inside: another kind of workbook, which the parser may know
        return


def _check_reach(name: str, part: bytes) -> None:
    rows, columns = 1, 1
    for letters, digits in VALUE.findall(part):
        rows, columns = max(rows, int(digits)), max(columns, column_index_from_string(letters.decode()))
        if rows * columns > MOST_CELLS:
            raise _refusal(name, letters, digits, "This value lies too far out; remove it.")


def _refusal(name: str, letters: bytes, digits: bytes, sentence: str) -> BadInput:
    row = int(digits)
    return BadInput(sentence, where=f"sheet {name}, row {row}, cell {letters.decode()}{row}")


def _parts(archive: zipfile.ZipFile, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """The wanted sheets and the parts of the archive in which they lie."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    for sheet in book.iter(f"{MAIN}sheet"):
        name, target = sheet.get("name", ""), targets[sheet.get(RELATION)]
        if name in wanted:
            yield name, archive.read(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/"))
