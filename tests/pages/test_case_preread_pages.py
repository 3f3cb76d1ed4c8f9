"""Pages of pre-reads and wins: who opens what, what is noted, files that can be edited, few queries."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luotsi.kernel.accounts.guests import address_of
from luotsi.rooms.cases import actions
from luotsi.rooms.cases.drafts import DecisionDraft
from luotsi.rooms.cases.models import Case, Hook, Recipient, Sending, Win, WinTold
from luotsi.rooms.cases.preread import layout
from luotsi.rooms.cases.preread.deck import (
    Aim,
    Answer,
    Asked,
    Bars,
    Curve,
    Danger,
    Deck,
    Effect,
    Figure,
    Opening,
    Said,
    Slide,
)
from luotsi.rooms.cases.preread.fitting import height_of, lines_of, portions, width_of
from luotsi.rooms.cases.preread.pdf_file import pdf_of
from luotsi.rooms.cases.preread.pptx_file import pptx_of
from luotsi.rooms.people.models import Stakeholder
from tests.clients import as_, text
from tests.world import CAST, person, stakeholder
from tests.world_cases import presented, ready_case, role, someone, walk

LATIN = "Plant managers find an answer by themselves and call us with the right question. "
CYRILLIC = "Руководители заводов сами находят ответ и звонят нам с правильным вопросом. "
POINTS = tuple((date(2026, month, 15).isoformat(), 20 + 1.5 * month) for month in range(1, 11))
on_the_database = pytest.mark.django_db


def deck(words: str, times: int) -> Deck:
    """Every kind of slide, with texts of any length."""
    long = (words * times).strip()
    return Deck(words[:190], "ru" if words is CYRILLIC else "en", (
        Slide("title", "", (Opening(long, ("Pre-read of 22 November 2026", "Mikko Mäkelä")),)),
        Slide("why", "Why", (Answer("Why do it?", long), Answer("How?", words), Answer("Why care?", long)), ("A note.",)),
        Slide("goals", "What it serves", tuple(Aim(words, words, "34 a month", share) for share in (0.4, 1.7, None))),
        Slide("effects", "Whom it helps", tuple(Effect(words[:60], long, "42 → 12", "120 hours") for _ in range(5))),
        Slide("bars", "Hours", (Bars("Hours", "hours", "Estimated", (("Service", 420.0), ("Sales", 60.0))),)),
        Slide("number", "Talks", (Curve("Talks", "a month", "35 a month", words, "Measured", POINTS,
                                        (("2026-01-01", 20.0), ("2026-12-31", 60.0))),), ("Source: Talks",)),
        Slide("figures", "Numbers", tuple(Figure("1,234,567.89 kWh", words, words * 3) for _ in range(4))),
        Slide("quotes", "Said", tuple(Said(long, "A colleague", 1) for _ in range(3))),
        Slide("idea", "What we would do", (Answer("", long),)),
        Slide("asks", "Asks", tuple(Asked(words * 2, "Budget", "Omar Onwudiwe", "12,000 €") for _ in range(7))),
        Slide("risks", "Risks", tuple(Danger(words * 2, words * 3) for _ in range(6))),
    ))  # fmt: skip


@pytest.mark.parametrize("words", [LATIN, CYRILLIC])
@pytest.mark.parametrize("times", [1, 4, 40])
def test_every_box_stands_on_its_page_every_text_fits_and_no_word_is_lost(words: str, times: int) -> None:
    pages = layout.pages_of(deck(words, times))
    for page in pages:
        for box in page.boxes:
            assert box.x >= 0 and box.y >= 0 and box.x + box.width <= layout.WIDTH + 0.01, (page.title.words, box)
            assert box.y + box.height <= layout.HEIGHT, (page.title.words, box)
            if isinstance(box, layout.Text):
                assert len(box.lines) * box.size * 1.25 <= box.height + box.size, box
                assert all(width_of(line, box.size, bold=box.bold) <= box.width for line in box.lines), box
        rows = [box for box in page.boxes if isinstance(box, layout.Text) and box.y < 500]
        assert all(box.y + box.height <= layout.BOTTOM + 1 for box in rows if not page.is_opening)
    idea = [box.words for page in pages for box in page.boxes if isinstance(box, layout.Text)
            and page.title.words.startswith("What we would do") and box is not page.title and box.y < 500]  # fmt: skip
    assert " ".join(idea).split() == (words * times).split()


def test_a_long_text_is_smaller_first_and_then_goes_on_to_a_second_page() -> None:
    def idea(times: int) -> list[layout.Page]:
        pages = layout.pages_of(deck(LATIN, times))
        return [page for page in pages if page.title.words.startswith("What we would do")]

    short, longer, longest = idea(1), idea(12), idea(40)
    assert [len(found) for found in (short, longer, longest)] == [1, 1, 3]
    assert short[0].boxes[1].size > longer[0].boxes[1].size >= 18  # type: ignore[union-attr]
    assert longest[1].title.words == "What we would do (2/3)"


def test_lines_break_between_words_and_a_word_that_is_too_wide_is_broken() -> None:
    assert lines_of("one two three", 10, width_of("one two", 10)) == ["one two", "three"]
    assert "".join(lines_of("Donaudampfschifffahrtsgesellschaft", 20, 100)) == "Donaudampfschifffahrtsgesellschaft"
    assert portions("a\nb\nc", 10, 100, 25) == ["a\nb", "c"]
    assert height_of("", 10, 100) == 12.5


def test_slides_have_titles_text_boxes_native_charts_with_their_numbers_and_notes() -> None:
    import pptx

    file = pptx.Presentation(io.BytesIO(pptx_of(deck(CYRILLIC, 3))))
    assert len(file.slide_layouts) == 1 and file.slide_width * 9 == file.slide_height * 16
    assert all(slide.shapes.title.text_frame.text for slide in file.slides)
    shapes = [shape for slide in file.slides for shape in slide.shapes]
    assert not [shape for shape in shapes if shape.shape_type == 13]  # no pictures: everything can be edited
    for shape in shapes:
        assert shape.left >= 0 and shape.left + shape.width <= file.slide_width + 20
        assert shape.top >= 0 and shape.top + shape.height <= file.slide_height
    line, bars = sorted((shape.chart for shape in shapes if shape.has_chart), key=lambda chart: -len(chart.series))
    assert [value for value in line.series[0].values if value is not None] == [value for _day, value in POINTS]
    assert list(bars.series[0].values) == [420, 60]
    notes = [slide.notes_slide.notes_text_frame.text for slide in file.slides if slide.has_notes_slide]
    assert "A note." in notes and "Source: Talks" in notes
    assert any(CYRILLIC.split()[0] in shape.text_frame.text for shape in shapes if shape.has_text_frame)


def test_the_pdf_has_a_page_for_each_and_its_letters() -> None:
    short = Deck("Ответ", "ru", (deck(CYRILLIC, 1).slides[0], deck(CYRILLIC, 1).slides[4], deck(LATIN, 1).slides[5]))
    file = pdf_of(short, here=True)
    assert file.startswith(b"%PDF-1.7") and len(re.findall(rb"/Type /Page\b(?!s)", file)) == 3
    assert b"/Count 3" in file and b"/MediaBox [0 0 960 540]" in file
    start = int(file[file.rindex(b"startxref") :].split()[1])
    offsets = [int(line.split()[0]) for line in file[start:].splitlines()[3:] if line.endswith(b"n")]
    assert all(re.match(rb"\d+ 0 obj", file[at:]) for at in offsets)


# Pages


def adjusted() -> Case:
    now = timezone.now()
    return walk(ready_case(at=now), "tested", "adjusted", at=now)


def send(*who: str) -> Sending:
    for name in who:
        if not Stakeholder.objects.filter(user=person(name)).exists():
            found = Stakeholder.objects.filter(name=CAST[name][0])
            found.update(user=person(name)) or stakeholder(CAST[name][0], user=person(name))
    made = adjusted()
    to = [someone(CAST[name][0]) for name in who]
    return actions.send_preread(case=made, to=to, by=person("liisa"), at=timezone.now())


def running() -> Case:
    now = timezone.now()
    made = presented(at=now)
    return actions.decide_case(case=made, draft=DecisionDraft(answer="yes"), by=person("liisa"), at=now).case


@on_the_database
def test_the_team_looks_at_the_deck_sends_it_and_the_step_cannot_be_taken_by_hand() -> None:
    made, client = adjusted(), as_("mikko")
    assert "Our engineers lose a day a week on it." in text(client, f"/cases/{made.pk}/preread/")
    assert client.get(f"/cases/{made.pk}/step/preread_sent/")["Location"] == f"/cases/{made.pk}/preread/send/"
    client.post(f"/cases/{made.pk}/step/preread_sent/", {"reason": "Ticked."})
    assert Case.objects.get().state == "adjusted"
    eva = someone("Eva Ekström")
    nobody = client.post(f"/cases/{made.pk}/preread/send/", {"to": [], "words": ""})
    assert nobody.status_code == 422 and "Choose at least one person" in nobody.content.decode()
    client.post(f"/cases/{made.pk}/preread/send/", {"to": [eva.pk], "words": "Ten minutes."})
    sent = Sending.objects.get()
    page = text(client, f"/cases/sendings/{sent.pk}/")
    assert "not opened yet" in page and "hand over the link" in page and "/g/" in page
    assert "14 days ahead" in text(client, f"/cases/{made.pk}/") and Case.objects.get().state == "preread_sent"


@on_the_database
def test_a_member_is_told_what_is_missing_and_only_the_lead_may_send_all_the_same() -> None:
    made = adjusted()
    made.asks.all().delete()
    path = f"/cases/{made.pk}/preread/send/"
    assert '<form class="fields"' not in text(as_("mikko"), path)
    form = {"to": [someone("Eva Ekström").pk], "words": "", "reason": ""}
    assert as_("mikko").post(path, form).status_code == 422 and as_("liisa").post(path, form).status_code == 422
    assert as_("liisa").post(path, {**form, "reason": "They know."}).status_code == 302


@on_the_database
def test_whoever_has_a_part_is_chosen_already_and_a_stand_is_no_part_that_a_member_may_see() -> None:
    made = adjusted()
    sceptic = role(made, "Omar Onwudiwe", "detractor", kind="resistant")
    path, chosen = f"/cases/{made.pk}/preread/send/", re.compile(r'value="(\d+)"[^>]*checked')
    seen = {who: set(chosen.findall(text(as_(who), path))) for who in ("mikko", "liisa")}
    eva = str(someone("Eva Ekström").pk)
    assert seen == {"mikko": {eva}, "liisa": {eva, str(sceptic.pk)}}


@pytest.mark.database
@on_the_database
def test_each_person_opens_what_they_were_sent_and_nothing_else() -> None:
    sent = send("eva", "sara")
    eva, sara = (Recipient.objects.get(stakeholder__user=person(name)) for name in ("eva", "sara"))
    assert "Our engineers lose a day" in text(as_("eva"), f"/cases/prereads/{eva.pk}/")
    assert f"/cases/prereads/{eva.pk}/" in text(as_("eva"), "/cases/")
    assert f"/cases/prereads/{eva.pk}/" not in text(as_("sara"), "/cases/")
    for path in (f"/cases/prereads/{sara.pk}/", f"/cases/prereads/{sara.pk}/pre-read.pptx"):
        assert as_("eva").get(path).status_code == 404
    for who in ("omar", "aino"):
        assert as_(who).get(f"/cases/prereads/{eva.pk}/").status_code == 404
    for path in (f"/cases/sendings/{sent.pk}/", f"/cases/{sent.case_id}/preread/", f"/cases/{sent.case_id}/"):
        assert as_("eva").get(path).status_code == 403
    text(as_("liisa"), f"/cases/prereads/{sara.pk}/")
    eva.refresh_from_db()
    sara.refresh_from_db()
    assert eva.opened_at is not None and sara.opened_at is None


@on_the_database
def test_a_link_opens_its_own_page_and_files_without_signing_in() -> None:
    send("eva", "sara")
    eva, sara = Recipient.objects.select_related("link").order_by("pk")
    assert eva.link is not None
    guest = Client()
    guest.get(address_of(eva.link).removeprefix("http://127.0.0.1:8000").removeprefix("http://localhost:8000"))
    page = guest.get(f"/cases/prereads/{eva.pk}/")
    assert page.status_code == 200 and "no-cache" in page["Cache-Control"]
    file = guest.get(f"/cases/prereads/{eva.pk}/pre-read.pptx")
    assert file.status_code == 200 and file.content[:2] == b"PK"
    assert guest.get(f"/cases/prereads/{eva.pk}/pre-read.exe").status_code == 404
    assert guest.get(f"/cases/prereads/{sara.pk}/").status_code == 302
    assert [one.opened_at is not None for one in Recipient.objects.order_by("pk")] == [True, False]


@pytest.mark.database
@on_the_database
def test_a_win_is_noted_told_and_read_with_ones_own_thanks() -> None:
    made, client = running(), as_("liisa")
    Stakeholder.objects.filter(name="Eva Ekström").update(user=person("eva"))
    form = {"what": "Forty calls fewer", "measure": "calls", "after": "20", "before": "60", "unit": "a week",
            "source": "", "thanks": "The engineers wrote it.", "metric": "", "after_on": ""}  # fmt: skip
    assert client.post(f"/cases/{made.pk}/wins/add/", form).status_code == 422
    client.post(f"/cases/{made.pk}/wins/add/", {**form, "source": "Service desk"})
    win = Win.objects.get()
    assert "Eva Ekström" in text(client, f"/cases/wins/{win.pk}/")
    member = text(as_("mikko"), f"/cases/wins/{win.pk}/")
    assert "Eva Ekström" not in member and "1 waits for it" in member
    as_("mikko").post(f"/cases/wins/{win.pk}/tell/")
    assert WinTold.objects.get().channel == "page"
    page = text(as_("eva"), "/cases/")
    assert "Forty calls fewer" in page and "60 → 20 a week" in page
    assert "Forty calls fewer" not in text(as_("sara"), "/cases/")
    assert "Forty calls fewer" in text(as_("mikko"), "/cases/wins/")
    for who in ("eva", "sara"):
        assert as_(who).get(f"/cases/wins/{win.pk}/").status_code == 403


@on_the_database
def test_the_address_of_a_channel_is_never_shown_and_the_lead_alone_keeps_it() -> None:
    client, secret = as_("liisa"), "https://93.184.216.34/services/T0/B0/hush"
    refused = client.post("/cases/wins/channels/", {"name": "x", "kind": "slack", "address": "https://10.0.0.1/x"})
    assert refused.status_code == 422 and "private network" in refused.content.decode()
    client.post("/cases/wins/channels/", {"name": "#wins", "kind": "slack", "address": secret})
    page = text(client, "/cases/wins/channels/")
    assert "#wins" in page and "93.184.216.34" in page and "hush" not in page
    assert as_("mikko").get("/cases/wins/channels/").status_code == 403
    assert "hush" not in json.dumps(list(Hook.objects.get().posts.values()))
    client.post(f"/cases/wins/channels/{Hook.objects.get().pk}/remove/")
    assert not Hook.objects.exists()


@pytest.mark.database
@on_the_database
def test_pages_ask_a_fixed_number_of_questions(django_assert_max_num_queries: Any) -> None:
    made = running()
    for number in range(6):
        win = actions.note_win(case=made, draft=_draft(number), by=None, at=timezone.now() - timedelta(hours=number))
    sent = send(*CAST)
    team, own = as_("liisa"), as_("eva")
    for client, path, most in (
        (team, "/cases/wins/", 26), (team, f"/cases/wins/{win.pk}/", 26), (team, f"/cases/sendings/{sent.pk}/", 12),
        (team, f"/cases/{sent.case_id}/preread/", 22), (own, "/cases/", 12),
    ):  # fmt: skip
        client.get(path)
        with django_assert_max_num_queries(most):
            text(client, path)


def _draft(number: int) -> Any:
    from decimal import Decimal

    from luotsi.rooms.cases.drafts import WinDraft

    return WinDraft(what=f"Win {number}", measure="calls", after=Decimal(number), source="Service desk")
