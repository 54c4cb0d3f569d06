import csv
import datetime
import io

import pytest

from plenary_reader.refusals import NotReadable
from plenary_reader.sheets import GuestList, read_guest_list


def codes(found):
    return [problem.code for problem in found.problems]


def names(found):
    return [guest.name for guest in found.rows]


def test_a_plain_list_is_read_whole(csv_file):
    found = read_guest_list(
        csv_file("姓名,单位,职务,手机,邮箱\n林知远,山海大学,校长,13800000001,LIN@Example.CN \n")
    )
    guest = found.rows[0]
    assert (guest.name, guest.organisation, guest.title) == ("林知远", "山海大学", "校长")
    assert (guest.phones, guest.emails, guest.row) == (("+8613800000001",), ("lin@example.cn",), 2)
    assert found.problems == ()


def test_the_header_is_found_under_a_title_and_notes(workbook):
    rows = [
        ["2026年峰会参会回执"],
        ["请于10月1日前填写"],
        [],
        ["序号", "姓名", "工作单位", "联系电话"],
        [1, "林知远", "山海大学", 13800000001],
    ]
    found = read_guest_list(workbook(rows))
    assert [(guest.name, guest.row, guest.phones) for guest in found.rows] == [
        ("林知远", 5, ("+8613800000001",))
    ]


def test_one_unit_merged_over_several_people_belongs_to_each_of_them(workbook):
    rows = [
        ["单位", "姓名", "手机"],
        ["山海大学", "林知远", "13800000001"],
        [None, "周启明", "13800000002"],
        [None, "何畅", "13800000003"],
    ]
    found = read_guest_list(workbook(rows, merged=["A2:A4"]))
    assert [guest.organisation for guest in found.rows] == ["山海大学"] * 3


def test_one_contact_answers_for_several_leaders(workbook):
    rows = [
        ["姓名", "职务", "联系人", None],
        [None, None, "姓名", "电话"],
        ["林知远", "校长", "苏敏", "13800000009"],
        ["周启明", "副校长", None, None],
    ]
    found = read_guest_list(workbook(rows, merged=["C1:D1", "A1:A2", "B1:B2", "C3:C4", "D3:D4"]))
    assert names(found) == ["林知远", "周启明"]
    assert {(guest.contact.name, guest.contact.phones) for guest in found.rows} == {
        ("苏敏", ("+8613800000009",))
    }
    assert codes(found) == []


def test_two_header_rows_are_read_as_one(workbook):
    rows = [
        ["基本信息", None, "联系方式", None],
        ["姓名", "单位", "手机", "邮箱"],
        ["林知远", "山海大学", "13800000001", "a@b.cn"],
    ]
    found = read_guest_list(workbook(rows, merged=["A1:B1", "C1:D1"]))
    assert [column.field for column in found.columns] == ["name", "organisation", "phone", "email"]
    assert found.rows[0].row == 3


def test_a_contact_and_phone_in_one_cell_are_parted(csv_file):
    found = read_guest_list(csv_file("姓名,单位,联系人及电话\n林知远,山海大学,苏敏 13800000009\n"))
    assert (found.rows[0].contact.name, found.rows[0].contact.phones) == ("苏敏", ("+8613800000009",))


def test_a_unit_and_contact_above_the_header_belong_to_every_row(workbook):
    rows = [
        ["参会回执"],
        ["填报单位（盖章）：山海大学", None, "联系人：苏敏", "电话：13800000009"],
        ["姓名", "职务", "手机", "备注"],
        ["林知远", "校长", "13800000001"],
        ["周启明", "院长", None],
    ]
    found = read_guest_list(workbook(rows))
    assert {(guest.organisation, guest.contact.name, guest.contact.phones) for guest in found.rows} == {
        ("山海大学", "苏敏", ("+8613800000009",))
    }
    assert codes(found) == ["organisation_from_above", "contact_from_above"]


def test_the_hosts_own_contact_above_the_header_is_nobodys_secretary(csv_file):
    found = read_guest_list(
        csv_file("回执请发会务组，联系人：苏敏 13800000009,\n姓名,手机\n林知远,13800000001\n")
    )
    assert found.rows[0].contact is None


def test_a_contact_and_phone_under_联系人电话_are_parted(csv_file):
    found = read_guest_list(csv_file("姓名,联系人/电话\n林知远,苏敏 13800000009\n"))
    assert (found.rows[0].contact.name, found.rows[0].contact.phones) == ("苏敏", ("+8613800000009",))


def test_two_persons_in_one_cell_become_two_rows_and_a_problem(csv_file):
    found = read_guest_list(csv_file("姓名,单位,手机\n林知远、周启明,山海大学,13800000001/13800000002\n"))
    assert [(guest.name, guest.phones, guest.row) for guest in found.rows] == [
        ("林知远", ("+8613800000001",), 2),
        ("周启明", ("+8613800000002",), 2),
    ]
    assert codes(found) == ["several_persons"]
    assert found.problems[0].where == "row 2 column A"


def test_sensitive_columns_are_recognised_and_not_read(csv_file):
    found = read_guest_list(csv_file("姓名,身份证号,名族,手机\n林知远,110101199001011234,汉,13800000001\n"))
    assert codes(found) == ["column_left_out", "column_left_out"]
    assert "110101199001011234" not in str(found.as_json()) and "汉" not in str(found.rows[0].as_json())


def test_unknown_columns_are_kept_under_their_own_header(csv_file):
    found = read_guest_list(csv_file("姓名,手机,是否发言,\n林知远,13800000001,是,座位靠前\n"))
    assert found.rows[0].extra == {"是否发言": "是", "column D": "座位靠前"}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张　伟", "张伟"),
        ("张 伟", "张伟"),
        ("买买提・艾力", "买买提·艾力"),
        ("買買提·艾力", "買買提·艾力"),
        ("李㛃", "李㛃"),
        ("𠮷田", "𠮷田"),
        ("林\u200b知\u202e远", "林知远"),
        ("ＺＨＡＮＧ Ｗｅｉ", "ZHANG Wei"),
        ("José", "José"),
        ("NULL", "NULL"),
        ("欧阳 修远", "欧阳 修远"),
    ],
)
def test_a_name_comes_out_as_its_bearer_writes_it(csv_file, written, name):
    assert names(read_guest_list(csv_file(f"姓名,手机\n{written},13800000001\n"))) == [name]


def test_a_name_of_blanks_only_is_an_error_that_names_the_cell(csv_file):
    found = read_guest_list(csv_file("姓名,单位\n林知远,山海大学\n\u3000\u200b ,云川大学\n"))
    assert [
        (problem.code, problem.row, problem.column, problem.severity)
        for problem in found.problems
        if problem.row == 3
    ] == [
        ("name_cleaned", 3, "A", "warning"),
        ("blank_name", 3, "A", "error"),
    ]


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("138 0000 0001", "+8613800000001"),
        ("138-0000-0001", "+8613800000001"),
        ("+86 138 0000 0001", "+8613800000001"),
        ("0086-13800000001", "+8613800000001"),
        ("１３８００００００01", "+8613800000001"),
        ("13800000001.0", "+8613800000001"),
        ("010-62780000", "+861062780000"),
        ("(0571) 87950000", "+8657187950000"),
        ("010-62780000转8001", "+861062780000;ext=8001"),
        ("+1 (212) 555-0100", "+12125550100"),
        ("+44 (0)20 7946 0000", "+442079460000"),
        ("1.3800000001E+10", "+8613800000001"),
    ],
)
def test_phones_become_international_numbers(csv_file, written, phone):
    assert read_guest_list(csv_file(f"姓名,手机\n林知远,{written}\n")).rows[0].phones == (phone,)


def test_a_phone_stored_as_a_number_is_read(workbook):
    assert read_guest_list(workbook([["姓名", "手机"], ["林知远", 1.38e10]])).rows[0].phones == (
        "+8613800000000",
    )


def test_a_phone_whose_digits_a_spreadsheet_dropped_is_not_invented(csv_file):
    found = read_guest_list(csv_file("姓名,手机\n林知远,1.38E+10\n"))
    assert found.rows[0].phones == ()
    assert "phone_shortened" in codes(found)


def test_one_column_for_phone_or_mail_is_sorted_out(csv_file):
    found = read_guest_list(csv_file("姓名,联系方式\n林知远,13800000001\n周启明,zhou@example.cn\n"))
    assert [(guest.phones, guest.emails) for guest in found.rows] == [
        (("+8613800000001",), ()),
        ((), ("zhou@example.cn",)),
    ]


def test_organisation_and_title_in_one_cell_are_parted(csv_file):
    found = read_guest_list(csv_file("姓名,公司·职务\n林知远,远山科技·董事长\n"))
    assert (found.rows[0].organisation, found.rows[0].title) == ("远山科技", "董事长")


def test_a_person_a_line_in_free_text_is_read(workbook):
    found = read_guest_list(
        workbook([["姓名,单位,职务"], ["林知远，山海大学，校长"], ["周启明、云川大学、院长"]])
    )
    assert [(guest.name, guest.organisation, guest.title) for guest in found.rows] == [
        ("林知远", "山海大学", "校长"),
        ("周启明", "云川大学", "院长"),
    ]


def test_a_pasted_list_of_names_is_read_with_a_warning(csv_file):
    found = read_guest_list(csv_file("林知远\n周启明\n何畅\n"))
    assert names(found) == ["林知远", "周启明", "何畅"]
    assert codes(found)[0] == "header_guessed"
    assert [guest.row for guest in found.rows] == [1, 2, 3]


def test_columns_without_a_header_are_guessed_from_their_values(csv_file):
    found = read_guest_list(csv_file("林知远,山海大学,校长,13800000001\n周启明,云川大学,院长,13800000002\n"))
    assert [column.field for column in found.columns] == ["name", "organisation", "title", "phone"]


def test_salutation_first_and_last_name_make_a_name(csv_file):
    found = read_guest_list(
        csv_file("Salutation,First Name,Last Name,Account Name,Title\nDr.,Ada,Byron,Analytical Ltd,Dean\n")
    )
    guest = found.rows[0]
    assert (guest.salutation, guest.name, guest.family_name, guest.organisation, guest.title) == (
        "Dr.", "Ada Byron", "Byron", "Analytical Ltd", "Dean",
    )  # fmt: skip


def test_family_and_given_name_in_chinese_are_joined_family_first(csv_file):
    assert names(read_guest_list(csv_file("姓,名,手机\n林,知远,13800000001\n"))) == ["林知远"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_usual_encoding_and_separator_is_recognised(csv_file, encoding, separator):
    text = "姓名,单位,邮箱\r\n林知远,山海大学,lin@example.cn\r\n周启明,云川大学,zhou@example.cn\r\n".replace(
        ",", separator
    )
    found = read_guest_list(csv_file(text, encoding))
    assert [(guest.name, guest.organisation) for guest in found.rows] == [
        ("林知远", "山海大学"),
        ("周启明", "云川大学"),
    ]


def test_western_accents_in_an_old_encoding_are_not_taken_for_chinese(csv_file):
    found = read_guest_list(csv_file("Förnamn;Efternamn;E-post\r\nÅsa;Öberg;asa@example.se\r\n", "cp1252"))
    assert names(found) == ["Åsa Öberg"]


def test_a_sep_line_is_obeyed_and_counted(csv_file):
    found = read_guest_list(csv_file("sep=;\r\nNamn;E-post\r\nAda, grevinna;ada@example.se\r\n"))
    assert found.rows[0].row == 3


def test_zero_bytes_are_removed_and_told(csv_file):
    found = read_guest_list(csv_file("姓名,手机\n林\x00知远,13800000001\n"))
    assert (names(found), codes(found)) == (["林知远"], ["nul_removed"])


def test_ten_megabytes_in_one_line_are_refused(csv_file):
    with pytest.raises(NotReadable) as refused:
        read_guest_list(csv_file("x" * 9_900_000))
    assert refused.value.code == "cell_too_long"


def test_totals_notes_examples_and_repeated_headers_are_skipped(csv_file):
    text = "序号,姓名,手机\n示例,王某某,13900000000\n1,林知远,13800000001\n序号,姓名,手机\n2,周启明,13800000002\n3,,\n合计,2人,\n备注：请于十月一日前交回,,\n"
    found = read_guest_list(csv_file(text))
    assert names(found) == ["林知远", "周启明"]
    assert codes(found) == ["example_skipped", "header_repeated", "totals_skipped", "note_skipped"]


def test_doubles_are_named_with_both_rows(csv_file):
    text = "姓名,单位,手机\n林知远,山海大学,13800000001\n周启明,云川大学,138 0000 0001\n林知远,山海大学,\n"
    found = [
        problem
        for problem in read_guest_list(csv_file(text)).problems
        if problem.code.startswith("duplicate")
    ]
    assert [(problem.code, problem.row, problem.params["other_row"]) for problem in found] == [
        ("duplicate_phone", 3, 2),
        ("duplicate_person", 4, 2),
    ]


def test_a_text_like_a_formula_is_kept_as_text_with_a_warning(csv_file):
    found = read_guest_list(csv_file("姓名,单位,手机\n\"=cmd|' /C calc'!A0\",山海大学,13800000001\n"))
    assert names(found) == ["=cmd|' /C calc'!A0"]
    assert "formula_like" in codes(found)


def test_a_neutralised_name_is_restored(csv_file):
    assert names(read_guest_list(csv_file("姓名,手机\n'=林知远,13800000001\n"))) == ["=林知远"]


def test_every_sheet_that_is_a_guest_list_is_read(workbook):
    sheets = {
        "说明": [["填写说明"], ["请勿合并单元格"]],
        "专家": [["姓名", "手机"], ["林知远", "13800000001"]],
        "媒体": [["姓名", "手机"], ["周启明", "13800000002"]],
    }
    found = read_guest_list(workbook(sheets))
    assert [(guest.sheet, guest.name) for guest in found.rows] == [("专家", "林知远"), ("媒体", "周启明")]
    assert codes(found) == ["sheet_skipped"]


def test_a_list_of_talks_is_recognised_and_said_to_be_one(csv_file):
    with pytest.raises(NotReadable) as refused:
        read_guest_list(
            csv_file("ID,Title,Abstract,Speaker,Start,End,Room\n1,On Engines,…,Ada Byron,9:00,9:30,A\n")
        )
    assert refused.value.code == "looks_like_talks"


def test_a_reply_slip_that_asks_for_a_paper_title_is_still_a_guest_list(csv_file):
    found = read_guest_list(
        csv_file("工作单位,姓名,职务/职称,是否报告,论文题目\n山海大学,林知远,教授,是,论引擎\n")
    )
    assert found.rows[0].extra == {"是否报告": "是", "论文题目": "论引擎"}


def test_dates_in_a_workbook_are_written_so_that_people_understand_them(workbook):
    rows = [
        ["姓名", "到达时间", "到达航班/车次"],
        ["林知远", datetime.datetime(2026, 11, 20, 14, 5), "G1234"],
    ]
    assert read_guest_list(workbook(rows)).rows[0].arrival == "2026-11-20 14:05; G1234"


def test_a_sheet_that_begins_in_the_middle_keeps_its_row_numbers(workbook):
    rows = [[], [], [None, None, "姓名", "手机"], [None, None, "林知远", "13800000001"]]
    found = read_guest_list(workbook(rows))
    assert (found.rows[0].row, found.columns[0].letter) == (4, "C")


def test_an_open_document_is_read(open_document):
    def row(*cells):
        inner = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in cells
        )
        return f"<table:table-row>{inner}</table:table-row>"

    found = read_guest_list(open_document(row("姓名", "手机") + row("林知远", "13800000001")))
    assert [(guest.name, guest.row) for guest in found.rows] == [("林知远", 2)]


def test_what_was_read_survives_the_way_through_json(csv_file):
    found = read_guest_list(csv_file("姓名,身份证号,手机,联系人\n林知远、周启明,1,13800000001,苏敏\n"))
    assert GuestList.from_json(found.as_json()) == found


def test_what_stands_beside_a_name_goes_where_it_belongs(csv_file):
    found = read_guest_list(csv_file("姓名,职务\n林知远 教授,校长\n周启明（女）,院长\n何畅 主任,\n"))
    assert [(guest.name, guest.title, guest.academic_title, guest.gender) for guest in found.rows] == [
        ("林知远", "校长", "教授", ""),
        ("周启明", "院长", "", "女"),
        ("何畅", "主任", "", ""),
    ]


@pytest.mark.shared
def test_headers_of_real_guest_lists_name_at_least_the_person(shared, csv_file):
    with (shared / "data" / "guest-list-headers.csv").open(newline="") as file:
        cases = list(csv.DictReader(file))
    for case in cases:
        headers = next(text for key, text in case.items() if key.startswith("columns")).split("|")
        lines = io.StringIO()
        csv.writer(lines).writerows(
            [headers, [f"值{letter}" for letter in "甲乙丙丁戊己庚辛壬癸" * 3][: len(headers)]]
        )
        path = csv_file(lines.getvalue())
        if "(not attendees)" in case["what"]:
            with pytest.raises(NotReadable) as refused:
                read_guest_list(path)
            assert refused.value.code == "looks_like_talks"
        else:
            found = read_guest_list(path)
            assert len(found.rows) == 1, headers
            assert {column.field for column in found.columns} & {"name", "given_name", "person_line"}, headers
            sensitive = {"身份证号", "民族", "名族", "Cédula de Identidad", "Birthday", "Tax ID"} & set(
                headers
            )
            assert {column.header for column in found.columns if column.field == "left_out"} == sensitive
