"""Workbooks made to exhaust a reader, and the harmless ones that look like them."""

import contextlib
import random
import time
import zipfile
import zlib

import openpyxl
import pytest

from plenary_reader import intake
from plenary_reader.refusals import LimitExceeded, NotReadable
from plenary_reader.sheets import read_guest_list

HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>手机</t></is></c></row>'
PERSON = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>林知远</t></is></c><c r="B{0}"><v>13800000001</v></c></row>'
ONE_PERSON = HEADER + PERSON.format(2)


def refused(read, path):
    with pytest.raises(NotReadable) as refusal:
        read(path)
    return refusal.value.code


def test_a_valid_two_megabyte_workbook_of_thirty_one_is_refused_in_under_three_seconds(
    raw_workbook, sheet_xml
):
    chance = random.Random(4)
    rows, size = [HEADER], 0
    number = 1
    while size < 31_000_000:
        number += 1
        cells = "".join(
            f'<c r="{letter}{number}"><v>{chance.randrange(10**4)}</v></c>' for letter in "ABCDEFGH"
        )
        rows.append(f'<row r="{number}">{cells}</row>')
        size += len(rows[-1])
    path = raw_workbook(sheet_xml("".join(rows)))
    started = time.monotonic()
    assert refused(intake.guest_list, path) == "too_many_rows"
    assert time.monotonic() - started < 3
    assert path.stat().st_size < 10_000_000


def test_a_million_empty_styled_rows_do_not_hide_the_one_guest(raw_workbook, sheet_xml):
    empty = "".join(f'<row r="{number}" s="1"/>' for number in range(3, 1_048_577))
    path = raw_workbook(sheet_xml(ONE_PERSON + empty))
    started = time.monotonic()
    assert [guest.name for guest in intake.guest_list(path).rows] == ["林知远"]
    assert time.monotonic() - started < 15


def test_empty_styled_cells_count_for_nothing(raw_workbook, sheet_xml):
    empty = "".join(
        f'<row r="{number}"><c r="XFD{number}" s="1"></c><c r="A{number}" s="1"/></row>'
        for number in range(3, 30_000)
    )
    assert len(read_guest_list(raw_workbook(sheet_xml(ONE_PERSON + empty))).rows) == 1


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "too_many_rows"),
        ('<row r="3"><c r="XFD3"><v>1</v></c></row>', "too_many_columns"),
    ],
)
def test_one_cell_far_away_is_refused_before_the_grid_is_built(raw_workbook, sheet_xml, cell, code):
    assert refused(read_guest_list, raw_workbook(sheet_xml(ONE_PERSON + cell))) == code


def test_a_dimension_that_lies_is_not_believed(raw_workbook):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="A1:XFD1048576"/><sheetData>{ONE_PERSON}</sheetData></worksheet>'
    )
    assert len(intake.guest_list(raw_workbook(sheet)).rows) == 1


def test_prefixed_sheet_xml_is_counted_too(raw_workbook):
    rows = "".join(f'<x:row r="{n}"><x:c r="A{n}"><x:v>1</x:v></x:c></x:row>' for n in range(1, 20_005))
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<x:sheetData>{rows}</x:sheetData></x:worksheet>"
    )
    assert refused(read_guest_list, raw_workbook(sheet)) == "too_many_rows"


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/core.xml", "xl/workbook.xml"]
)
def test_xml_entities_are_refused_in_every_part(raw_workbook, sheet_xml, part):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    sheet = laughs if part.endswith("sheet1.xml") else sheet_xml(ONE_PERSON)
    assert (
        refused(read_guest_list, raw_workbook(sheet, {} if part.endswith("sheet1.xml") else {part: laughs}))
        == "entities"
    )


def test_a_sheet_in_another_encoding_cannot_slip_past_the_checks(raw_workbook, sheet_xml):
    sheet = ('<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml(ONE_PERSON)).encode("utf-16")
    assert refused(read_guest_list, raw_workbook(sheet)) == "encoding"


def test_a_bomb_of_zeros_is_refused_by_its_ratio(raw_workbook, sheet_xml):
    path = raw_workbook(sheet_xml(ONE_PERSON), {"xl/media/a.bin": b"\0" * 50_000_000})
    assert refused(read_guest_list, path) == "ratio"


def test_more_than_sixty_four_megabytes_unpacked_are_refused(raw_workbook, sheet_xml):
    path = raw_workbook(sheet_xml(ONE_PERSON), {"xl/media/a.bin": b"\0" * 65 * 1024 * 1024})
    assert refused(read_guest_list, path) == "unpacked_bytes"


def test_a_part_that_is_larger_than_it_says_is_refused(raw_workbook, sheet_xml):
    path = raw_workbook(sheet_xml(ONE_PERSON), {"xl/liar.xml": b"<a>" + b" " * 3_000_000 + b"</a>"})
    data = path.read_bytes()
    size = (3_000_007).to_bytes(4, "little")
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, (7).to_bytes(4, "little")))
    assert refused(read_guest_list, path) == "damaged"


def test_too_many_parts_are_refused(raw_workbook, sheet_xml):
    parts = {f"xl/media/{number}.bin": b"" for number in range(1_001)}
    assert refused(read_guest_list, raw_workbook(sheet_xml(ONE_PERSON), parts)) == "zip_entries"


def test_overlapping_parts_are_refused(raw_workbook, sheet_xml):
    """As in David Fifield's bomb: many directory entries quote the same bytes."""
    path = raw_workbook(
        sheet_xml(ONE_PERSON), {f"xl/media/{number:03}.bin": b"0" * 900 for number in range(9)}
    )
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        first = archive.getinfo("xl/media/000.bin").header_offset
        others = [archive.getinfo(f"xl/media/{number:03}.bin").header_offset for number in range(1, 9)]
    directory = data.index(b"PK\x01\x02")
    for offset in others:
        at = data.index(offset.to_bytes(4, "little"), directory)
        data[at : at + 4] = first.to_bytes(4, "little")
    path.write_bytes(data)
    assert refused(read_guest_list, path) == "overlapping_parts"


def test_names_that_climb_out_of_the_folder_write_nothing(raw_workbook, sheet_xml, tmp_path):
    path = raw_workbook(
        sheet_xml(ONE_PERSON), {"../../escaped.xml": "<a/>", "/tmp/escaped-absolute.xml": "<a/>"}
    )
    assert len(intake.guest_list(path).rows) == 1
    assert [found.name for found in tmp_path.parent.rglob("escaped*")] == []


def test_a_password_is_asked_for_by_a_clear_sentence(raw_workbook, sheet_xml, csv_file):
    path = raw_workbook(sheet_xml(ONE_PERSON))
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    path.write_bytes(data)
    assert refused(read_guest_list, path) == "encrypted"
    modern = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    assert refused(read_guest_list, csv_file(modern, name="locked.xlsx")) == "encrypted"


def test_a_workbook_named_xls_or_csv_is_read_for_what_it_is(raw_workbook, sheet_xml):
    for name in ("list.xls", "list.csv", "list"):
        assert len(read_guest_list(raw_workbook(sheet_xml(ONE_PERSON), name=name)).rows) == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<html><table><tr><td>a</td></tr></table></html>", "a web page"),
        (b"%PDF-1.4", "a PDF document"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "an old Word document"),
        (b'<?xml version="1.0"?><Workbook/>', "an XML document"),
        (b"BEGIN:VCALENDAR\r\n", "a calendar or an address card"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(csv_file, content, kind):
    with pytest.raises(NotReadable) as refusal:
        read_guest_list(csv_file(content, name="list.xls"))
    assert refusal.value.params == {"kind": kind}


def test_macros_and_links_to_other_files_are_ignored_and_told(raw_workbook, sheet_xml):
    parts = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
    }
    found = read_guest_list(raw_workbook(sheet_xml(ONE_PERSON), parts))
    assert [problem.code for problem in found.problems] == ["macros_ignored", "external_links_ignored"]


def test_a_formula_gives_its_saved_value_and_is_never_run(raw_workbook, sheet_xml):
    cell = '<row r="2"><c r="A2" t="str"><f>WEBSERVICE("http://127.0.0.1/"&amp;B2)</f><v>林知远</v></c></row>'
    assert [guest.name for guest in intake.guest_list(raw_workbook(sheet_xml(HEADER + cell))).rows] == [
        "林知远"
    ]


def test_a_cut_off_workbook_is_called_damaged(raw_workbook, sheet_xml, tmp_path):
    whole = raw_workbook(sheet_xml(ONE_PERSON)).read_bytes()
    for size in (10, len(whole) // 2, len(whole) - 5):
        cut = tmp_path / "cut.xlsx"
        cut.write_bytes(whole[:size])
        assert refused(read_guest_list, cut) == "damaged"


def test_bytes_flipped_anywhere_in_a_workbook_never_do_worse_than_a_refusal(
    raw_workbook, sheet_xml, tmp_path
):
    whole = raw_workbook(sheet_xml(ONE_PERSON)).read_bytes()
    chance = random.Random(7)
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path = tmp_path / "flipped.xlsx"
        path.write_bytes(broken)
        with contextlib.suppress(NotReadable):
            read_guest_list(path)


def test_a_hidden_sheet_is_not_read_and_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["姓名", "手机"])
    book.active.append(["林知远", "13800000001"])
    hidden = book.create_sheet("内部")
    hidden.append(["姓名", "手机"])
    hidden.append(["周启明", "13800000002"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "list.xlsx")
    found = read_guest_list(tmp_path / "list.xlsx")
    assert ([guest.name for guest in found.rows], [problem.code for problem in found.problems]) == (
        ["林知远"],
        ["hidden_sheet"],
    )


def test_a_repeated_row_of_an_open_document_does_not_multiply(open_document):
    cell = '<table:table-cell office:value-type="string"><text:p>林知远</text:p></table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    assert refused(read_guest_list, open_document(rows)) == "too_many_rows"
    wide = cell.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"')
    assert (
        refused(read_guest_list, open_document(f"<table:table-row>{wide}</table:table-row>"))
        == "too_many_columns"
    )


def test_the_empty_repeated_rows_every_open_document_ends_with_are_harmless(open_document):
    def row(*cells):
        return (
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
                for cell in cells
            )
            + '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
        )

    end = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    assert len(intake.guest_list(open_document(row("姓名", "手机") + row("林知远", "1") + end)).rows) == 1


def test_twenty_thousand_guests_are_read_and_one_more_is_not(csv_file):
    rows = "".join(
        f"林{chr(0x4E00 + n % 5000)}{chr(0x5000 + n % 4999)},1380000{n:04}\n" for n in range(9_999)
    )
    assert len(intake.guest_list(csv_file("姓名,手机\n" + rows)).rows) == 9_999
    with pytest.raises(LimitExceeded) as refusal:
        intake.guest_list(csv_file("姓名,手机\n" + rows + rows + "林,1\n林,1\n林,1\n"))
    assert refusal.value.what == "too_many_rows"


def test_a_crc_that_does_not_fit_is_called_damaged(raw_workbook, sheet_xml):
    path = raw_workbook(sheet_xml(ONE_PERSON))
    data = path.read_bytes()
    crc = zlib.crc32(sheet_xml(ONE_PERSON).encode()).to_bytes(4, "little")
    path.write_bytes(data.replace(crc, b"\1\2\3\4"))
    assert refused(read_guest_list, path) == "damaged"


@pytest.mark.parametrize(
    "text", [" " * 30_000, "、" * 30_000, "a" * 30_000, "1" * 30_000, "(" * 30_000, "林 " * 15_000]
)
def test_a_cell_as_long_as_a_cell_may_be_is_read_quickly(csv_file, text):
    started = time.process_time()
    with contextlib.suppress(NotReadable):
        read_guest_list(
            csv_file(f'姓名,手机,单位及职务,联系人\n"林知远{text}x","{text}x","{text}x","{text}x"\n')
        )
    assert time.process_time() - started < 2


def test_sheet_xml_that_never_closes_a_tag_is_looked_through_quickly(raw_workbook, sheet_xml):
    started = time.process_time()
    with pytest.raises(NotReadable):
        read_guest_list(raw_workbook(sheet_xml("<c " * 200_000)))
    assert time.process_time() - started < 3
