"""Exports of other programs, each sample without hand mapping. The samples are ours (tests/data/imports/README.md)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from luotsi.kernel.errors import BadInput
from luotsi.kernel.tables import Mapped, MappedRow, Mapping, apply, guess_mapping, read_table, recipes, recognise

SAMPLES = Path(__file__).parent.parent / "data" / "imports"


def mapped(name: str) -> Mapped:
    sheet = read_table(SAMPLES / name)
    recipe = recognise(sheet)
    assert recipe is not None
    return recipe.apply(sheet)


def by_id(name: str) -> dict[str, MappedRow]:
    return {row.external_id: row for row in mapped(name).rows}


@pytest.mark.parametrize(
    ("name", "recipe", "rows"),
    [
        ("jira.csv", "jira", 4),
        ("jira.xlsx", "jira", 2),
        ("asana.csv", "asana", 3),
        ("trello.json", "trello", 4),
        ("trello.csv", "trello", 3),
        ("monday.xlsx", "monday", 4),
        ("github_issues.json", "github", 2),
        ("github_rest.json", "github", 2),
        ("github_issues.csv", "github", 2),
        ("plain.csv", "plain", 3),
    ],
)
def test_each_export_is_recognised_and_read_without_an_error(name: str, recipe: str, rows: int) -> None:
    found = recognise(read_table(SAMPLES / name))
    assert found is not None
    assert found.name == recipe
    result = mapped(name)
    assert len(result.rows) == rows
    assert result.errors == ()
    assert all(row.created_on and row.external_id for row in result.rows)


def test_recipe_names_are_unique() -> None:
    assert len({recipe.name for recipe in recipes}) == len(recipes)


def test_jira_repeated_columns_dates_and_custom_fields_are_read() -> None:
    row = by_id("jira.csv")["MKT-118"]
    assert row.title.startswith("Port managers in Gdańsk")
    assert row.labels == ("tender", "poland", "berth-planner")
    assert (row.created_on, row.needed_on, row.state) == (date(2026, 1, 12), date(2026, 3, 30), "open")
    assert (row.asker_name, row.asker_email) == ("Maija Lehtonen", "maija.lehtonen@harbourline.example")
    assert (row.organisation, row.deliverable_hint) == ("Sales North", "pr")
    assert "\n\nWanted:" in row.body


def test_jira_closed_states_and_lines_after_cells_of_several_lines() -> None:
    rows = by_id("jira.csv")
    assert (rows["MKT-121"].state, rows["MKT-121"].closed_on, rows["MKT-121"].line) == ("closed", date(2026, 2, 27), 5)
    assert (rows["MKT-130"].state, rows["MKT-130"].state_raw) == ("closed", "Won't Do")


def test_a_formula_in_a_title_stays_its_text() -> None:
    assert by_id("jira.csv")["MKT-124"].title.startswith('=HYPERLINK("https')


def test_placeholder_titles_are_warnings_that_leave_the_row_usable() -> None:
    result = mapped("jira.csv")
    assert [(fault.code, fault.line, fault.column) for fault in result.faults] == [("empty_title", 7, "Summary")]
    assert result.warnings == result.faults
    assert (len(result.good), len(result.usable)) == (3, 4)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/Mar/26 3:41 PM", date(2026, 3, 12)),
        ("12/maalis/26 15.41", date(2026, 3, 12)),
        ("12/мар/26 15:41", date(2026, 3, 12)),
        ("12/mar/26 15:41", date(2026, 3, 12)),
        ("12/Agt/26 15.41", date(2026, 8, 12)),
        ("2026-03-12T15:41:00.000+0200", date(2026, 3, 12)),
        ("3/21/2026 15:41", date(2026, 3, 21)),
    ],
)
def test_jira_dates_of_other_languages_are_read(text: str, day: date) -> None:
    sheet = read_table(f"Summary,Issue key,Status,Created\nx y,A-1,Open,{text}\n".encode())
    (row,) = recognise(sheet).apply(sheet).rows
    assert row.created_on == day


def test_asana_subtasks_become_lines_of_their_task() -> None:
    rows = by_id("asana.csv")
    task = rows["1209001000000011"]
    assert task.body.endswith("- Write the script\n- Record the film")
    assert (task.labels, task.state, task.asker_name) == (("support", "howto"), "open", "Leena Mäki")
    assert rows["1209001000000020"].state == "closed"
    assert "subtasks" in {note.code for note in mapped("asana.csv").notes}


def test_trello_cards_know_their_dates_and_what_is_archived() -> None:
    rows = by_id("trello.json")
    wish = rows["697a0c800000000000000201"]
    assert (wish.created_on, wish.asker_name, wish.labels) == (date(2026, 1, 28), "Jari Niemi", ("Sales", "red"))
    assert (wish.state, wish.state_raw, wish.line) == ("open", "Wishes", 22)
    done = rows["68f0a1c00000000000000202"]
    assert (done.state, done.created_on, done.closed_on) == ("closed", date(2025, 10, 16), date(2025, 11, 13))
    assert rows["67c2e9000000000000000203"].closed_on == date(2025, 4, 2)
    assert rows["65b7d2800000000000000204"].state == "closed"


def test_trello_csv_says_the_same_as_the_board() -> None:
    board, rows = by_id("trello.json"), by_id("trello.csv")
    for card, row in rows.items():
        assert (row.title, row.state, row.created_on, row.needed_on) == (
            board[card].title,
            board[card].state,
            board[card].created_on,
            board[card].needed_on,
        )
    assert rows["697a0c800000000000000201"].labels == ("Sales", "Small ports")


def test_monday_groups_subitems_and_merged_cells_are_read() -> None:
    rows = by_id("monday.xlsx")
    item = rows["1806630011"]
    assert (item.line, item.asker_name, item.created_on) == (6, "Jari Niemi", date(2026, 3, 2))
    assert item.body.endswith("- Landing page\n- Two mails")
    assert (item.labels, item.needed_on) == (("baltic", "demo", "Incoming"), date(2026, 5, 29))
    assert rows["1806630012"].organisation == "Sales North"
    assert (rows["1806629004"].state, rows["1806629004"].labels) == ("closed", ("story", "Published"))


def test_github_pull_requests_are_left_out_and_said() -> None:
    result = mapped("github_rest.json")
    assert [row.external_id for row in result.rows] == ["harbourline/marketing#42", "harbourline/marketing#37"]
    assert [note.code for note in result.notes] == ["pull_requests"]


def test_github_in_three_forms_is_the_same_pile() -> None:
    piles = [by_id(name) for name in ("github_issues.json", "github_rest.json", "github_issues.csv")]
    for pile in piles:
        assert {key: (row.title, row.url, row.state, row.created_on) for key, row in pile.items()} == {
            key: (row.title, row.url, row.state, row.created_on) for key, row in piles[0].items()
        }
    first = piles[0]["harbourline/marketing#42"]
    assert (first.asker_name, first.needed_on) == ("Leena Mäki", date(2026, 5, 31))
    assert first.labels == ("request", "help pages; pilots")
    assert first.organisation == "harbourline/marketing"


def test_our_own_names_need_no_mapping() -> None:
    row = by_id("plain.csv")["A-1"]
    assert (row.labels, row.needed_on, row.asker_email) == (
        ("awareness", "berth"),
        date(2026, 9, 30),
        "ingrid.solheim@harbourline.example",
    )


def test_a_pile_of_issue_threads_is_recognised_and_its_late_dates_are_said() -> None:
    sheet = read_table(
        b"request_id,thread,repository,number,title,created,created_is,state,labels,requester_role,summary\n"
        b"R1,https://github.com/a/b/issues/1,a/b,1,Blog about tides,2026-02-01,first visible reply,closed,x; y,designer,Asks\n"
        b"R2,https://github.com/a/b/issues/2,a/b,2,About <topic>,,opening,open,,,\n"
    )
    result = recognise(sheet).apply(sheet)
    row = result.rows[0]
    assert (row.external_id, row.organisation, row.asker_role, row.body) == ("R1", "a/b", "designer", "Asks")
    assert row.labels == ("x", "y")
    assert [note.code for note in result.notes] == ["created_is_reply"]
    assert [(fault.code, fault.line) for fault in result.faults] == [("empty_title", 3)]


@pytest.mark.parametrize("name", ["form_answers.csv", "old_list_cp1251.csv"])
def test_a_list_of_unknown_origin_is_not_recognised_but_guessed(name: str) -> None:
    sheet = read_table(SAMPLES / name)
    assert recognise(sheet) is None
    result = apply(sheet, guess_mapping(sheet.columns, sheet.rows))
    assert result.faults == ()
    assert all(row.title and row.created_on and row.asker_name and row.asker_email for row in result.rows)


def test_a_form_with_the_month_first_is_read_by_what_its_column_proves() -> None:
    sheet = read_table(SAMPLES / "form_answers.csv")
    rows = apply(sheet, guess_mapping(sheet.columns, sheet.rows)).rows
    assert [row.needed_on for row in rows] == [date(2026, 4, 5), date(2026, 5, 20)]


def test_an_export_whose_rows_are_all_gone_maps_to_nothing() -> None:
    sheet = read_table(b"Summary,Issue key,Status,Labels,Labels\n")
    assert recognise(sheet).apply(sheet) == Mapped((), (), ())


def test_a_mapping_without_a_title_is_refused() -> None:
    with pytest.raises(BadInput, match="title"):
        apply(read_table(b"a,b\n1,2\n"), Mapping({"body": "a"}))
