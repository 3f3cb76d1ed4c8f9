"""`luotsi news critique` on plain files."""

import csv
import io
import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from luotsi.cli.news_critique import COLUMNS, critique
from luotsi.kernel.errors import BadInput

OWN = tomllib.loads((Path(__file__).parents[1] / "data" / "critique_own.toml").read_text(encoding="utf-8"))


def run(*arguments: str, given: str | bytes = "") -> str:
    result = CliRunner().invoke(critique, [*arguments], input=given, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def release(tmp_path: Path) -> Path:
    file = tmp_path / "release.txt"
    text = OWN["fi"]["bad_release"]
    file.write_text(f"{text['title']}\n{text['body']}", encoding="utf-8")
    return file


def test_json_holds_verdict_facts_first_things_and_findings_in_the_language_of_the_text(release: Path) -> None:
    seen = json.loads(run(str(release), "--company", "Nordvik", "--json"))
    assert (seen["lang"], seen["verdict"], seen["kind"]) == ("fi", "empty", "release")
    assert seen["said"].startswith("Tässä ei ole vielä juttua")
    assert seen["facts"]["total"] == sum(count for name, count in seen["facts"].items() if name != "total")
    assert len(seen["first"]) == 3
    praise = next(row for row in seen["findings"] if row["kind"] == "self_praise")
    assert set(praise) == {"place", "kind", "words", "reason", "suggestion", "weight"}
    assert praise["place"] == {"field": "body", "start": 0, "end": 14}
    assert praise["words"] == "Alansa johtava" and praise["reason"].startswith("Omakehua")


def test_a_pipe_gets_one_csv_row_a_finding(release: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(str(release)))))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["kind"] == "title_empty" and rows[0]["words"] == OWN["fi"]["bad_release"]["title"]


def test_standard_input_is_read_behind_a_dash_and_a_text_without_fault_has_no_rows() -> None:
    text = OWN["ru"]["good_release"]
    given = f"# {text['title']}\r\n\r\n{text['body']}"
    assert run("-", given=given).strip() == ",".join(COLUMNS)
    assert json.loads(run("-", "--json", given=given))["verdict"] == "worth_sending"


def test_a_page_is_read_without_its_tags_scripts_and_menu(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(
        "<html><head><title>Site</title></head><body><nav>innovative unique product</nav>"
        "<h1>Kilns now hold 40 loaves</h1><script>var seamless = 1</script>"
        "<p>We are <b>pleased&nbsp;to announce</b> it.</p></body></html>",
        encoding="utf-8",
    )
    seen = json.loads(run(str(file), "--json", "--lang", "en"))
    assert [row["words"] for row in seen["findings"]] == ["pleased to announce"]


def test_of_a_title_alone_everything_is_title() -> None:
    seen = json.loads(run("-", "--kind", "title", "--json", given="Innovation that matters\nin a changing world\n"))
    assert (seen["verdict"], seen["findings"][0]["words"]) == ("empty", "Innovation that matters in a changing world")


def test_a_case_a_line_and_a_faulty_one_says_what_is_wrong() -> None:
    cases = [
        {"title": "Nordvik enters a new era", "kind": "title"},
        {"title": 7},
        {"title": "x", "kind": "poem"},
        {"title": "x", "lang": "de"},
        {},
    ]
    result = CliRunner().invoke(critique, ["--jsonl"], input="\n".join(json.dumps(case) for case in cases))
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert result.exit_code == 2
    assert answers[0]["verdict"] == "empty"
    assert [key in answers[at]["error"] for at, key in ((1, "title"), (2, "kind"), (3, "lang"))] == [True] * 3
    assert (answers[4]["verdict"], answers[4]["score"]) == ("nothing_to_read", None)


def test_the_suffix_of_out_chooses_the_format(release: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer.json"
    assert run(str(release), "--out", str(out)) == ""
    assert json.loads(out.read_text(encoding="utf-8"))["verdict"] == "empty"


@pytest.mark.parametrize(
    ("name", "content"), [("text.docx", b"x"), ("text.txt", b"\xff\xfe\xff"), ("big.txt", b"a" * 5_000_001)]
)
def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(BadInput) as wrong:
        run(str(file))
    assert wrong.value.faults[0].advice


def test_a_missing_file_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        run(str(tmp_path / "gone.txt"))


def test_an_empty_page_is_nothing_to_read(tmp_path: Path) -> None:
    for name, content in (("a.html", "<!-- nothing -->"), ("b.html", " "), ("c.txt", "")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert json.loads(run(str(tmp_path / name), "--json"))["verdict"] == "nothing_to_read"


def test_people_see_the_verdict_first_and_the_three_things_to_do(
    release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from luotsi.cli import news_critique

    shown: list[str] = []
    monkeypatch.setattr("rich.console.Console.print", lambda self, said, **rest: shown.append(str(said)))
    document = json.loads(run(str(release), "--json"))
    news_critique._show(document)
    assert shown[0].startswith(document["said"]) and shown[0].endswith("of 100")
    assert shown[1].startswith("0.4 min to read; facts: names 2")
    assert [line[:2] for line in shown[2:5]] == ["1.", "2.", "3."]
