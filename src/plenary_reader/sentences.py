"""Every sentence this package says about a file: English, with named placeholders, by code.

Codes are a contract; adapters translate the sentences as message ids.
"""

REFUSALS: dict[str, str] = {
    # Any file
    "no_file": "There is no such file. Check the name and the folder.",
    "empty_file": "The file is empty. Save it again from the program it comes from.",
    "reader_failed": (
        "The file could not be read (%(reason)s). It may be damaged: open it in the program it comes from, "
        "save it again, and try once more."
    ),
    "damaged": "The file is damaged or incomplete (%(reason)s). Save it again from the program it comes from.",
    "file_bytes": "The file has %(megabytes)s MB; at most %(most)s MB are read. Split it into smaller files.",
    "cpu_seconds": "Reading the file took more than %(seconds)s seconds of computing and was stopped. Split it up.",
    "wall_seconds": "Reading the file took more than %(seconds)s seconds and was stopped. Try a smaller file.",
    "memory_bytes": "Reading the file needs more than %(megabytes)s MB of memory and was stopped. Split it up.",
    "result_bytes": "The file holds more text than can be taken in at once. Split it into smaller files.",
    "depth": "The file is nested too deeply to be read. Save it again from the program it comes from.",
    # Archives that workbooks are
    "unpacked_bytes": "The file unpacks to more than %(megabytes)s MB. Split it into smaller files.",
    "ratio": "The file unpacks to %(times)s times its size, which no honest workbook does. Save it again.",
    "zip_entries": "The file holds %(entries)s parts; at most %(most)s are read. Save the table as a new workbook.",
    "overlapping_parts": "Parts of the file overlap each other, which no honest workbook has. Save it again.",
    "encrypted": "The file is protected by a password. Save it without a password and try again.",
    "entities": "The file defines XML entities, which are never expanded here. Save it again as a plain workbook.",
    "encoding": "The text of the file is in an encoding that could not be recognised. Save it as UTF-8.",
    # An edition's archive
    "not_an_archive": "This file is not an archive of Plenary, or it was cut short.",
    "archive_version": (
        "This archive has format version %(version)s; this Plenary reads version %(ours)s. Update Plenary."
    ),
    "archive_damaged": "%(file)s in the archive cannot be read: it was cut or changed.",
    "archive_cut": (
        "The archive promises %(count)s rows of %(table)s and holds %(found)s: it was cut or changed."
    ),
    # Tables
    "not_a_table": "The file is %(kind)s, not a table. Save the table as XLSX or CSV and try again.",
    "too_many_rows": (
        "The list has more than %(most)s rows, or something far below them (%(sheet)s). "
        "Delete the rows below the list, or split it."
    ),
    "too_many_columns": (
        "The list has more than %(most)s columns, or something far to the right of them (%(sheet)s). "
        "Delete the columns to the right of the list."
    ),
    "cell_too_long": (
        "A cell in row %(row)s is longer than %(most)s characters. A quotation mark may be missing its partner."
    ),
    "no_rows": "The file holds no rows. Check that the list is in this file and save it again.",
    "no_header": (
        "No row names the columns. Put one row above the list that says what each column holds, "
        "such as 姓名, 单位, 手机 or Name, Organisation, Phone."
    ),
    "looks_like_talks": "This looks like a list of talks, not of guests. Import it as a talk list instead.",
    "looks_like_guests": "This looks like a list of guests, not of talks. Import it as a guest list instead.",
    # Schedules
    "not_a_schedule": (
        "The file is %(kind)s, not a schedule. Schedules are read as frab/Pentabarf XML, frab JSON or iCalendar."
    ),
    "other_json": (
        "The file is JSON, but not a frab schedule: %(reason)s. Export it as frab schedule.json or iCalendar."
    ),
    "broken_xml": "The XML is broken near line %(line)s. The file may be cut off: download it again.",
    "broken_json": "The JSON is broken near line %(line)s. The file may be cut off: download it again.",
    "broken_calendar": "The calendar is cut off or broken: %(reason)s. Download it again.",
    "no_events": "The calendar holds no events, so there is nothing to read as talks.",
    "repeats_too_often": (
        "The entry “%(title)s” repeats every %(frequency)s. Entries that repeat by the second or the minute "
        "are not read."
    ),
    "repeats_wrongly": "The entry “%(title)s” has a rule of repetition that cannot be followed (%(rule)s).",
    "occurrences": "The entry “%(title)s” repeats more than %(most)s times. Shorten its repetition.",
    "years": "The entry “%(title)s” repeats over more than %(most)s years. Shorten its repetition.",
}

PROBLEMS: dict[str, str] = {
    # Tables
    "encoding_guessed": "The file does not say its encoding; it was read as %(encoding)s. Look at the names.",
    "nul_removed": "Zero bytes were removed from the text.",
    "macros_ignored": "The workbook holds macros. They were not looked at and not run.",
    "external_links_ignored": "The workbook refers to other files. Only the values saved in it were read.",
    "hidden_sheet": "Sheet %(sheet)s is hidden and was not read. Show it if it belongs to the list.",
    "sheet_skipped": "Sheet %(sheet)s was not read: no row in it names the columns of a list.",
    "header_guessed": "No row names the columns; what they hold was guessed from their values. Check every column.",
    "column_left_out": (
        "Column “%(header)s” was not read: it is sensitive personal data that an invitation does not need, and the "
        "law (PIPL, GDPR) asks for a reason and a separate consent. Ask the guest when it is truly needed."
    ),
    "totals_skipped": "The row “%(text)s” is a total and was skipped.",
    "note_skipped": "The row “%(text)s” is a note, not a person, and was skipped.",
    "example_skipped": "The row “%(text)s” is the form's own example and was skipped.",
    "header_repeated": "The header stands here again; the row was skipped.",
    "row_without_name": "The row names no person and was skipped.",
    "blank_name": "The name holds only blanks or invisible characters; the row was skipped.",
    "several_persons": "“%(text)s” names %(count)s persons; each became a guest of their own.",
    "shared_reach": "The phone or e-mail was not given to all of %(names)s: it is not clear whose it is.",
    "shared_cell": "The phone or e-mail stands in a cell merged over several persons; all of them were given it.",
    "name_cleaned": "Invisible or direction-changing characters were removed from “%(name)s”.",
    "name_long": "The name has %(length)s characters.",
    "name_odd": "“%(name)s” does not look like a name. Check the row.",
    "formula_like": "“%(text)s” begins like a formula. It is kept as plain text and never run.",
    "phone_shortened": (
        "The phone number “%(text)s” was shortened by a spreadsheet program and its last digits are lost. Ask for it."
    ),
    "phone_odd": "“%(text)s” does not look like a phone number; it is kept as written.",
    "email_odd": "“%(text)s” is no e-mail address and was left out.",
    "organisation_from_above": (
        "Above the header stands %(organisation)s; every row without an organisation was given it."
    ),
    "contact_from_above": "Above the header stands %(name)s as contact; every row without a contact was given it.",
    "no_reach": "%(name)s has neither phone nor e-mail, so no invitation can be sent to them directly.",
    "duplicate_phone": "%(name)s has the same phone number as %(other)s in row %(other_row)s.",
    "duplicate_email": "%(name)s has the same e-mail address as %(other)s in row %(other_row)s.",
    "duplicate_person": "%(name)s of %(organisation)s is also in row %(other_row)s.",
    "same_name": "Another %(name)s, without anything to tell them apart, is in row %(other_row)s.",
    "no_title": "The row has no talk title and was skipped.",
    "talk_without_speaker": "“%(title)s” names no speaker.",
    "duplicate_talk": "“%(title)s” is also in row %(other_row)s.",
    "duration_odd": "The duration “%(text)s” cannot be understood.",
    "time_odd": "The time “%(text)s” cannot be understood; it is kept as written.",
    "ends_before_it_starts": "“%(title)s” ends before it starts.",
    # Schedules
    "no_talks": "The schedule holds no talks yet.",
    "no_conference": "The schedule does not say which conference it belongs to.",
    "talk_without_title": "The talk has no title.",
    "talk_without_person": "“%(title)s” names no person.",
    "missing_room": "“%(title)s” has no room.",
    "missing_duration": "“%(title)s” has no duration, or a duration of zero.",
    "unparsable_duration": "The duration “%(text)s” of “%(title)s” cannot be understood.",
    "long_duration": "“%(title)s” lasts %(hours)s hours.",
    "duplicate_id": "The id %(id)s is used by “%(title)s” and by “%(other)s”.",
    "duplicate_guid": "The guid %(guid)s is used by “%(title)s” and by “%(other)s”.",
    "missing_guids": "%(count)s talks have no guid, so a later version of the file can only be matched by id.",
    "room_overlap": "“%(title)s” and “%(other)s” overlap in room %(room)s.",
    "person_overlap": "%(person)s is in “%(title)s” (%(room)s) and in “%(other)s” (%(other_room)s) at once.",
    "naive_times": "The times of %(count)s talks say no time zone; they are taken as local time of the venue.",
    "after_midnight": "“%(title)s” starts at %(time)s, after midnight of %(date)s.",
    "unparsable_time": "The time “%(text)s” of “%(title)s” cannot be understood.",
    "missing_time": "“%(title)s” has no start time.",
    "empty_room": "Room %(room)s holds no talk.",
    "day_unreadable": "Day %(index)s has no date that can be understood.",
    "unsafe_link": "A link of “%(title)s” was left out: only http and https links are kept.",
    "attendees_as_persons": (
        "A calendar has no field for speakers. The attendees of %(count)s events were taken as their persons: check them."
    ),
    "unknown_time_zone": "The time zone %(zone)s is not known; %(reading)s.",
    "cancelled": "“%(title)s” is marked as cancelled.",
    "repeating": "“%(title)s” repeats; its %(count)s occurrences became one talk each.",
    "whole_day": "“%(title)s” lasts whole days and has no time of its own.",
    "end_before_start": "“%(title)s” ends before it starts.",
    "control_characters": "Control characters were removed from the text of “%(title)s”.",
    "broken_line": "Line %(line)s is no calendar line and was skipped.",
}
