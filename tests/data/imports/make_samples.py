"""Write the samples that are easier to make than to type: the workbooks and the CSVs with a mark or an old encoding.

Run from anywhere: `python tests/data/imports/make_samples.py`.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent

JIRA_HEADER = (
    "Summary,Issue key,Issue id,Issue Type,Status,Status Category,Project key,Project name,Priority,Resolution,"
    "Assignee,Reporter,Creator,Created,Updated,Resolved,Due date,Labels,Labels,Labels,Sprint,Sprint,Description,"
    "Custom field (Department),Custom field (Requester email),Custom field (Deliverable),Comment,Comment"
).split(",")

JIRA_ROWS = (
    {
        "Summary": "Port managers in Gdańsk should know the berth planner exists before the spring tender",
        "Issue key": "MKT-118",
        "Status": "In Progress",
        "Status Category": "In Progress",
        "Reporter": "Maija Lehtonen",
        "Created": "12/Jan/26 9:05 AM",
        "Due date": "30/Mar/26 12:00 AM",
        "Labels": ("tender", "poland", "berth-planner"),
        "Sprint": ("MKT Sprint 7", "MKT Sprint 8"),
        "Description": 'Two of three ports said "we did not know you did berths".\n\nWanted: at least one is on the shortlist.',
        "Custom field (Department)": "Sales North",
        "Custom field (Requester email)": "maija.lehtonen@harbourline.example",
        "Custom field (Deliverable)": "pr",
        "Comment": (
            "13/Jan/26 8:12 AM;557058:11aa;The tender text is due in March; ask Pekka",
            "20/Jan/26 2:40 PM;557058:22bb;First talk held",
        ),
    },
    {
        "Summary": "Brochure about mooring sensors, A4, 8 pages",
        "Issue key": "MKT-121",
        "Status": "Done",
        "Status Category": "Done",
        "Resolution": "Done",
        "Reporter": "Pekka Aalto",
        "Created": "02/Feb/26 3:41 PM",
        "Resolved": "27/Feb/26 4:15 PM",
        "Labels": ("sensors",),
        "Sprint": ("MKT Sprint 8",),
        "Description": "Same size as last year's.",
        "Custom field (Department)": "Product",
        "Custom field (Deliverable)": "design",
    },
    {
        "Summary": '=HYPERLINK("https://example.invalid","Webinar on shore power")',
        "Issue key": "MKT-124",
        "Status": "To Do",
        "Status Category": "To Do",
        "Reporter": "Ingrid Solheim",
        "Created": "05/Mar/26 11:20 AM",
        "Due date": "15/May/26 12:00 AM",
        "Description": "Pasted from a spreadsheet, formula and all.",
    },
    {
        "Summary": "[Title]",
        "Issue key": "MKT-130",
        "Status": "Won't Do",
        "Status Category": "Done",
        "Resolution": "Won't Do",
        "Reporter": "Tomás Rivera",
        "Created": "12/Mar/26 3:41 PM",
        "Resolved": "12/Mar/26 3:55 PM",
    },
)


def jira_csv() -> bytes:
    """Columns that repeat stand side by side under one name; the file has a mark, CRLF and cells of several lines."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(JIRA_HEADER)
    for row in JIRA_ROWS:
        taken: dict[str, int] = {}
        cells = []
        for name in JIRA_HEADER:
            value = row.get(name, "")
            place = taken[name] = taken.get(name, -1) + 1
            cells.append((value[place] if place < len(value) else "") if isinstance(value, tuple) else value)
        writer.writerow(cells)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def jira_workbook() -> Workbook:
    """The list that Jira opens in a spreadsheet: a title and a count above the header."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Your Jira Issues"
    sheet.append(["Harbourline Jira"])
    sheet.append(["Displaying 2 issues at 14/Mar/26 9:00 AM."])
    sheet.append([])
    sheet.append(["Project", "Key", "Summary", "Issue Type", "Status", "Reporter", "Created", "Due Date", "Labels"])
    sheet.append(
        [
            "Marketing",
            "MKT-118",
            JIRA_ROWS[0]["Summary"],
            "Task",
            "In Progress",
            "Maija Lehtonen",
            "12/Jan/26",
            "30/Mar/26",
            "tender, poland",
        ]
    )
    sheet.append(
        ["Marketing", "MKT-121", JIRA_ROWS[1]["Summary"], "Task", "Done", "Pekka Aalto", "02/Feb/26", None, "sensors"]
    )
    sheet.merge_cells("A1:I1")
    sheet.merge_cells("A2:I2")
    sheet.merge_cells("A5:A6")
    return book


MONDAY_HEADER = [
    "Name",
    "Subitems",
    "Owner",
    "Status",
    "Requested by",
    "Due date",
    "Department",
    "Tags",
    "Notes",
    "Creation Log",
    "Item ID (auto generated)",
]


def monday_workbook() -> Workbook:
    """Board name, description, then per group its name, the header again, items, their subitems, totals."""
    book = Workbook()
    sheet = book.active
    sheet.title = "marketing requests"
    rows = [
        ["Marketing requests"],
        ["Everything the other departments ask of us"],
        [],
        ["Incoming"],
        MONDAY_HEADER,
        [
            "More demo bookings from Baltic terminals",
            "Landing page, Two mails",
            "Sanna Koski",
            "Working on it",
            "Jari Niemi",
            "2026-05-29",
            "Sales North",
            "baltic, demo",
            "Twelve demos by June would do",
            "Jari Niemi Mar 2, 2026 9:14 AM",
            "1806630011",
        ],
        ["Subitems", "Name", "Owner", "Status", "Date", "Item ID (auto generated)"],
        ["", "Landing page", "Sanna Koski", "Working on it", "2026-04-20", "1806630101"],
        ["", "Two mails", "Olli Virta", "", "", "1806630102"],
        [
            "Stand at TOC Europe",
            None,
            "Olli Virta",
            None,
            "Ingrid Solheim",
            "2026-06-09",
            None,
            "event",
            None,
            "Ingrid Solheim Mar 5, 2026 4:02 PM",
            "1806630012",
        ],
        ["", "", "", "", "", "2026-05-29 to 2026-06-09"],
        [],
        ["Published"],
        MONDAY_HEADER,
        [
            "Case story: how Klaipėda cut waiting times by a fifth",
            None,
            "Sanna Koski",
            "Done",
            "Rūta Petrauskienė",
            None,
            "Customer success",
            "story",
            "Numbers checked with the port",
            "Rūta Petrauskienė Nov 18, 2025 1:30 PM",
            "1806629004",
        ],
        ["Untitled", None, None, None, None, None, None, None, None, "Olli Virta Nov 20, 2025 8:00 AM", "1806629005"],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:K1")
    sheet.merge_cells("A2:K2")
    sheet.merge_cells("A4:K4")
    sheet.merge_cells("G6:G10")  # one department for the whole group, merged by hand
    updates = book.create_sheet("updates")
    updates.append(["Item ID", "Item Name", "Content", "User", "Created At"])
    updates.append(
        [
            "1806630011",
            "More demo bookings from Baltic terminals",
            "Jari will send the list",
            "Jari Niemi",
            "03/March/2026 08:11:00 AM",
        ]
    )
    return book


def old_csv() -> bytes:
    """A list from an old spreadsheet: semicolons, Russian headings, Windows-1251."""
    lines = [
        "Номер;Запрос;Описание;Дата создания;Срок;Статус;Заказчик;Почта;Отдел",
        "17;Рассказать портам о новом модуле отчётности;Чтобы к осени пришло десять заявок;03.02.2026;30.06.2026;В работе;Анна Соколова;sokolova@harbourline.example;Продажи Восток",
        "18;Листовка о датчиках причала;;14.02.2026;;Готово;Игорь Белов;belov@harbourline.example;Продукт",
    ]
    return ("\r\n".join(lines) + "\r\n").encode("cp1251")


def write_all() -> None:
    (HERE / "jira.csv").write_bytes(jira_csv())
    (HERE / "old_list_cp1251.csv").write_bytes(old_csv())
    jira_workbook().save(HERE / "jira.xlsx")
    monday_workbook().save(HERE / "monday.xlsx")


if __name__ == "__main__":
    write_all()
