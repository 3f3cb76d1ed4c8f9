"""The newsroom: news come in once, a person's word counts and teaches, filler stays on the site, sources break aloud."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luotsi.engines.text.hooks import FILLER as ENGINE_FILLER
from luotsi.engines.text.hooks import HOOKS
from luotsi.engines.text.hooks import WORTHY as ENGINE_WORTHY
from luotsi.kernel.activity.models import Entry
from luotsi.kernel.errors import BadInput, Conflict, Missing, Refused
from luotsi.kernel.jobs import worker
from luotsi.kernel.jobs.models import Job
from luotsi.kernel.tables import read_table, to_csv_bytes
from luotsi.rooms.newsroom import actions, queries
from luotsi.rooms.newsroom.drafts import CompanyDraft, ReleaseDraft
from luotsi.rooms.newsroom.exchange import COLUMNS, import_news, news_rows
from luotsi.rooms.newsroom.models import Company, Correction, Hook, Item, Release, Source
from luotsi.rooms.newsroom.models.items import FILLER, WORTHY
from luotsi.rooms.newsroom.queries import Wanted
from luotsi.rooms.newsroom.queries.audit import audit_lines
from luotsi.rooms.newsroom.rules import SURE_FROM, is_quarter, pause_after, quarter_of, quarters_back
from tests.world import NOW, TODAY, person
from tests.world_newsroom import FILLER_HEADLINE, NEWS, WORTHY_HEADLINE, company, item, many, release, source, told

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refused(code: str, verb: Any, **arguments: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        verb(by=person("mikko"), at=NOW, **arguments)
    assert caught.value.code == code
    return caught.value


def bring_in(content: str, **more: Any) -> int:
    return import_news(read_table(content.encode(), name="news.csv"), by=person("mikko"), at=NOW, **more)


def work() -> None:
    """Everything that is queued, whenever it is due."""
    Job.objects.filter(state=Job.State.QUEUED).update(run_after=timezone.now())
    worker.drain()


# Rows and rules


def test_the_room_and_the_engine_speak_of_the_same_hooks() -> None:
    assert tuple(Hook.values) == HOOKS
    assert frozenset(map(str, WORTHY)) == ENGINE_WORTHY and frozenset(map(str, FILLER)) == ENGINE_FILLER


def test_quarters_and_pauses() -> None:
    assert [quarter_of(TODAY.replace(month=month, day=1)) for month in (1, 3, 4, 12)] == [
        "2026Q1", "2026Q1", "2026Q2", "2026Q4",
    ]  # fmt: skip
    assert quarter_of(TODAY.replace(year=26)) == "0026Q4" < quarter_of(TODAY)
    assert [is_quarter(text) for text in ("2026Q4", "2026Q5", "2026Q4\n", "0026Q4")] == [True, False, False, False]
    assert quarters_back("2027Q1", 3) == ["2026Q3", "2026Q4", "2027Q1"]
    assert [pause_after(tries) // timedelta(hours=1) for tries in (1, 2, 3, 9)] == [1, 2, 4, 48]


# News come in


def test_news_are_read_as_they_come_in_with_reasons_and_probabilities() -> None:
    made = item(WORTHY_HEADLINE)
    assert (made.hook, made.worthiness, made.lang, made.quarter) == ("completion", "worthy", "en", "2026Q4")
    assert made.probabilities["completion"] == made.probability and made.reasons
    assert abs(sum(made.probabilities.values()) - 1) < 0.01
    assert Entry.objects.filter(verb="newsroom.item_added", subject=f"newsroom.item:{made.pk}").count() == 1


def test_the_same_news_come_in_once_by_address_or_by_words_and_day() -> None:
    ours = company()
    first = actions.add_items(told=[told(0, company=ours), told(1, company=ours)], source=None, by=None, at=NOW)
    again = actions.add_items(told=[told(0, company=ours), told(2, company=ours)], source=None, by=None, at=NOW)
    assert (len(first.new), first.known, len(again.new), again.known) == (2, 0, 1, 1)
    linked = told(3, company=ours, url="https://ranta.example/a")
    actions.add_items(told=[linked], source=None, by=None, at=NOW)
    renamed = told(4, company=ours, url="https://ranta.example/a", on=TODAY - timedelta(days=1))
    assert actions.add_items(told=[renamed], source=None, by=None, at=NOW).known == 1
    refused("newsroom.item_known", actions.add_item, told=told(0, company=ours))


def test_an_address_that_is_none_and_letters_that_cannot_be_kept_do_not_come_in() -> None:
    odd = told(0, url="javascript:alert(1)", lead="a\x00b", company=company())
    made = Item.objects.get(pk=actions.add_items(told=[odd], source=None, by=None, at=NOW).new[0])
    assert made.url == "" and made.lead == "ab"


def test_a_story_told_twice_by_one_company_counts_once_and_a_rivals_telling_counts_for_the_rival() -> None:
    ours, rival = company(), company("Rivalta")
    headline = "Ranta Group acquires pump maker Oivalta for 14 million euros"
    texts = [
        told(company=ours, headline=headline, on=TODAY - timedelta(days=3)),
        told(company=ours, headline="Ranta Group buys pump maker Oivalta for 14 million euros"),
        told(company=rival, headline=f"{headline}, says seller"),
        told(company=ours, headline=headline, on=TODAY - timedelta(days=90)),
    ]
    added = actions.add_items(told=texts, source=None, by=None, at=NOW)
    first, second, others, long_ago = (Item.objects.get(pk=pk) for pk in added.new)
    assert second.story == first and second.is_repeat and not second.counts
    assert not others.is_repeat and others.counts
    assert long_ago.story is None and not long_ago.is_repeat
    assert set(Item.objects.counted()) == {first, others, long_ago}


def test_many_are_read_in_the_background_and_a_second_run_finds_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luotsi.rooms.newsroom.actions.items.READ_AT_ONCE", 3)
    monkeypatch.setattr("luotsi.rooms.newsroom.actions.items.BATCH", 4)
    texts = [told(n, company=company(), on=TODAY - timedelta(days=n)) for n in range(9)]
    added = actions.add_items(told=texts, source=None, by=person("mikko"), at=NOW)
    assert Item.objects.unread().count() == 9 == len(added.new)
    work()
    assert not Item.objects.unread().exists() and not Item.objects.filter(hook="").exists()
    assert actions.read_items(items=Item.objects.unread()) == 0


def test_what_somebody_else_wrote_is_kept_and_not_counted() -> None:
    made = item()
    made = actions.set_about(item=made, is_about=True, by=person("mikko"), at=NOW)
    assert not made.counts and not Item.objects.counted().exists()
    assert actions.set_about(item=made, is_about=False, by=person("mikko"), at=NOW).counts
    assert Entry.objects.filter(verb__in=("newsroom.set_aside", "newsroom.counted_again")).count() == 2


def test_what_others_wrote_first_does_not_hide_what_a_company_told_itself() -> None:
    ours, headline = company(), "Ranta Group acquires pump maker Oivalta for 14 million euros"
    texts = [
        told(company=ours, headline=headline, on=TODAY - timedelta(days=3), is_about=True),
        told(company=ours, headline=headline, on=TODAY - timedelta(days=2)),
        told(company=ours, headline=headline, on=TODAY),
    ]
    added = actions.add_items(told=texts, source=None, by=None, at=NOW)
    about, own, again = (Item.objects.get(pk=pk) for pk in added.new)
    assert [one.counts for one in (about, own, again)] == [False, True, False] and again.story == about
    actions.set_about(item=own, is_about=True, by=person("mikko"), at=NOW)
    assert list(Item.objects.counted()) == [again]
    assert not actions.set_about(item=again, is_about=True, by=person("mikko"), at=NOW).counts
    actions.set_about(item=about, is_about=False, by=person("mikko"), at=NOW)
    assert list(Item.objects.counted()) == [about]


# A person's word


def test_a_correction_counts_at_once_is_kept_with_its_history_and_repeating_it_changes_nothing() -> None:
    made = item(FILLER_HEADLINE)
    assert made.hook == "partnership"
    for hook in ("start", "start", "product"):
        made = actions.correct_item(item=made, hook=hook, by=person("mikko"), at=NOW)
    assert (made.hook, made.read_hook, made.is_corrected) == ("product", "partnership", True)
    assert [(one.was, one.hook) for one in queries.corrections_of(made)] == [
        ("start", "product"), ("partnership", "start"),
    ]  # fmt: skip
    refused("newsroom.hook_unknown", actions.correct_item, item=made, hook="gossip")


def test_a_correction_teaches_what_is_alike_and_never_touches_what_a_person_said() -> None:
    odd = "Quarrel of the oak leaves settled at Ranta"
    first, twin, said = item(odd), item(f"{odd} again"), item("Oak leaves of Ranta settled in a quarrel")
    actions.correct_item(item=said, hook="event", by=person("mikko"), at=NOW)
    actions.correct_item(item=first, hook="special", by=person("mikko"), at=NOW + timedelta(seconds=1))
    before = Item.objects.get(pk=twin.pk).probabilities["special"]
    assert Job.objects.filter(kind="newsroom.learn").count() == 2
    work()
    twin.refresh_from_db()
    said.refresh_from_db()
    assert twin.probabilities["special"] > before
    assert (said.hook, said.is_corrected) == ("event", True)
    assert item(odd, published_on=TODAY - timedelta(days=1)).hook == "special"


def test_only_the_newest_of_several_corrections_reads_everything_again() -> None:
    made = [item(NEWS[number][1]) for number in (0, 1)]
    for one in made:
        actions.correct_item(item=one, hook="other", by=person("mikko"), at=NOW)
    older, newer = (job.args["correction"] for job in Job.objects.filter(kind="newsroom.learn").order_by("pk"))
    assert actions.is_outdated(older) and not actions.is_outdated(newer)


def test_a_correction_that_comes_while_others_are_read_again_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    made = item(FILLER_HEADLINE)
    Item.objects.update(probability=0.1)
    from luotsi.rooms.newsroom.actions import corrections

    def corrected_meanwhile(texts: Any) -> Any:
        found = reading(texts)
        actions.correct_item(item=made, hook="event", by=person("mikko"), at=NOW)
        return found

    reading = corrections.read
    monkeypatch.setattr(corrections, "read", corrected_meanwhile)
    assert corrections.reread() == (made.pk, 1, 0)
    made.refresh_from_db()
    assert (made.hook, made.is_corrected, made.probability) == ("event", True, 0.1)


def test_hooks_that_come_with_a_file_teach_as_corrections_do() -> None:
    made = item(FILLER_HEADLINE)
    actions.correct_item(item=made, hook="event", by=person("mikko"), at=NOW)
    bring_in("headline,company,date,hook\nRanta launches a sensor,Ranta,2026-10-02,special\n")
    newest = Correction.objects.latest("pk")
    asked = [job.args["correction"] for job in Job.objects.filter(kind="newsroom.learn").order_by("pk")]
    assert [actions.is_outdated(one) for one in asked] == [True, False]
    assert (asked[-1], newest.hook) == (newest.pk, "special")


def test_what_was_learnt_is_used_even_when_another_thread_throws_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgetful(dict[Any, Any]):
        def __setitem__(self, key: Any, value: Any) -> None:
            pass

    monkeypatch.setattr("luotsi.rooms.newsroom.reading._taught", Forgetful())
    odd = "Quarrel of the oak leaves settled at Ranta"
    actions.correct_item(item=item(odd), hook="special", by=person("mikko"), at=NOW)
    assert item(odd, published_on=TODAY - timedelta(days=1)).hook == "special"


# Files


def test_a_file_brings_news_companies_and_hooks_and_comes_out_as_it_came_in() -> None:
    count = bring_in(
        "headline,company,date,hook,lead\n"
        "Ranta launches a sensor,Ranta,2026-10-02,,For mills\n"
        "Ranta appoints a chief,ranta,2026-10-03,special,\n"
        "Press looks at Ranta,,2026-10-04,,\n"
    )
    assert count == 3 and Company.objects.count() == 1
    assert Correction.objects.get().hook == "special" and Item.objects.get(headline__contains="chief").is_corrected
    assert Item.objects.unread().count() == 0
    out = to_csv_bytes(list(news_rows()), COLUMNS)
    Item.objects.all().delete()
    assert bring_in(out.decode()) == 3
    assert to_csv_bytes(list(news_rows()), COLUMNS) == out


def test_faults_of_a_file_are_named_by_line_and_nothing_comes_in() -> None:
    with pytest.raises(BadInput) as caught:
        bring_in("headline,company,date,hook\n,Ranta,2026-10-02,\nA,Ranta,sometime,\nB,Ranta,2026-10-02,gossip\n")
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(2, "headline"), (3, "date"), (4, "hook")]
    assert not Item.objects.exists() and not Company.objects.exists() and not Source.objects.exists()


# Releases


def test_a_headline_has_its_hook_as_soon_as_it_is_planned() -> None:
    made = release()
    assert (made.read_hook, made.hook, made.is_filler, made.channels) == ("completion", "completion", False, ("site",))


def test_filler_may_go_to_the_site_and_is_not_pushed_anywhere_else() -> None:
    assert release(FILLER_HEADLINE).is_filler
    for channel in ("to_media", "to_customers"):
        said = refused(
            "newsroom.filler_is_not_pushed", actions.add_release,
            draft=ReleaseDraft(headline=FILLER_HEADLINE, **{channel: True}),
        )  # fmt: skip
        assert said.field == channel and "choose the site alone" in said.text
    said_so = ReleaseDraft(headline=WORTHY_HEADLINE, chosen_hook="event", to_media=True)
    refused("newsroom.filler_is_not_pushed", actions.add_release, draft=said_so)
    assert release(FILLER_HEADLINE, chosen_hook="product", to_media=True).is_pushed
    assert Release.objects.count() == 2


def test_a_published_release_is_news_of_ours_and_stays_as_it_was() -> None:
    ours = company(is_ours=True)
    made = actions.publish_release(release=release(to_media=True), by=person("mikko"), at=NOW)
    assert made.item is not None and made.item.company == ours and made.item.counts
    refused("newsroom.release_is_out", actions.publish_release, release=made)
    refused("newsroom.release_is_out", actions.edit_release, release=made, draft=ReleaseDraft(headline="New"))
    refused("newsroom.release_is_out", actions.drop_release, release=made)
    refused("newsroom.no_channel", actions.publish_release, release=release("Ranta launches a pump", to_site=False))


def test_without_a_company_of_our_own_a_release_is_published_and_counted_nowhere() -> None:
    assert actions.publish_release(release=release(), by=person("mikko"), at=NOW).item is None


def test_planned_releases_are_read_again_and_a_chosen_hook_stays() -> None:
    read_anew, chosen = release(), release(FILLER_HEADLINE, chosen_hook="product")
    Release.objects.update(read_hook="other")
    assert actions.reread_releases() == 2
    read_anew.refresh_from_db()
    chosen.refresh_from_db()
    assert (read_anew.hook, chosen.read_hook, chosen.hook) == ("completion", "partnership", "product")


def test_two_who_write_the_same_release_are_told_of_each_other() -> None:
    made = release()
    seen = made.version
    later = {"by": person("mikko"), "at": NOW + timedelta(minutes=1)}
    actions.edit_release(release=made, draft=ReleaseDraft(headline="Ranta launches a pump"), version=seen, **later)
    with pytest.raises(Conflict) as caught:
        actions.edit_release(release=made, draft=ReleaseDraft(headline="Another"), version=seen, **later)
    assert caught.value.code == "newsroom.release_changed"
    made.refresh_from_db()
    assert made.headline == "Ranta launches a pump"


# Companies and sources


def test_a_company_is_there_once_and_only_one_is_ours() -> None:
    ours = company(is_ours=True)
    refused("newsroom.company_known", actions.add_company, draft=CompanyDraft(name="ranta "))
    refused("newsroom.ours_twice", actions.add_company, draft=CompanyDraft(name="Rivalta", is_ours=True))
    refused("newsroom.company_nameless", actions.add_company, draft=CompanyDraft(name=" "))
    edited = CompanyDraft(name="Ranta Group", is_ours=True)
    assert actions.edit_company(company=ours, draft=edited, by=person("liisa"), at=NOW).name == "Ranta Group"


def test_a_source_has_an_address_of_its_own_and_is_asked_for_once() -> None:
    made = source()
    with pytest.raises(Refused, match="read already"):
        source()
    with pytest.raises(Refused, match="whole address"):
        source("ranta.example/feed")
    assert actions.ask_to_read(source=made, by=None, at=NOW) == Job.objects.get(kind="newsroom.read_source")
    file = source("news.csv", kind=Source.Kind.FILE)
    refused("newsroom.file_is_read", actions.ask_to_read, source=file)


def test_a_source_that_fails_is_broken_at_once_left_alone_longer_and_mended_by_one_good_reading() -> None:
    made = source()
    for tries, hours in enumerate((1, 2, 4), start=1):
        made = actions.note_failure(source=made, code="status", at=NOW)
        assert (made.tries, made.broken_since, made.next_at) == (tries, NOW, NOW + timedelta(hours=hours))
    assert queries.broken_sources(person("liisa")) == [made] and not queries.broken_sources(person("mikko"))
    assert Entry.objects.filter(verb="newsroom.source_broke").count() == 1
    actions.take_in(source=made, told=[told()], etag='"1"', last_modified="", at=NOW)
    made.refresh_from_db()
    assert (made.is_broken, made.error, made.tries, made.etag) == (False, "", 0, '"1"')
    assert Entry.objects.filter(verb="newsroom.source_mended").count() == 1


def test_a_paused_source_is_nobodys_task_and_its_news_outlive_it() -> None:
    made = source()
    actions.take_in(source=made, told=[told()], etag="", last_modified="", at=NOW)
    actions.note_failure(source=made, code="status", at=NOW)
    actions.pause_source(source=made, by=person("liisa"), at=NOW)
    assert not queries.broken_sources(person("liisa"))
    assert not Source.objects.due(NOW + timedelta(days=9)).exists()
    actions.resume_source(source=made, by=person("liisa"), at=NOW)
    assert Source.objects.due(NOW).count() == 1
    actions.remove_source(source=made, by=person("liisa"), at=NOW)
    assert Item.objects.get().source is None


# Questions


def test_filters_find_what_they_say_and_leave_out_what_is_not_understood() -> None:
    ours, rival = company(), company("Rivalta")
    many(3, ours)
    many(2, rival, hook="event")
    corrected = item(FILLER_HEADLINE, company=rival)
    actions.correct_item(item=corrected, hook="other", by=person("mikko"), at=NOW)
    Item.objects.filter(hook="event").update(probability=SURE_FROM - 0.1)
    found = {
        query: queries.wanted_items(person("sara"), Wanted.from_query(dict([query.split("=")]))).count()
        for query in (
            "company=" + str(ours.pk), "hook=worthy", "hook=filler", "hook=other", "hook=event", "state=corrected",
            "state=unsure", "q=memorandum", "quarter=2026Q4", "quarter=2025Q1", "hook=nonsense", "company=x", "state=x",
        )
    }  # fmt: skip
    assert list(found.values()) == [3, 3, 2, 1, 2, 1, 2, 1, 6, 0, 6, 6, 6]


def test_what_waits_is_told_to_whoever_can_do_something_about_it() -> None:
    many(2, company())
    Item.objects.update(probability=0.3)
    actions.note_failure(source=source(), code="status", at=NOW)
    assert queries.waiting(person("liisa")) == queries.Waits(broken=1, broken_since=NOW, unsure=2)
    assert queries.unsure_count(person("mikko")) == 2 and queries.unsure_count(person("sara")) == 0


def test_drafts_and_sources_are_the_teams_and_news_are_everybodys() -> None:
    planned, read, made = release(), source(), item()
    assert queries.item_for(person("sara"), made.pk) == made
    for question, pk in ((queries.release_for, planned.pk), (queries.source_for, read.pk)):
        assert question(person("mikko"), pk).pk == pk
        with pytest.raises(Missing):
            question(person("sara"), pk)


# The audit


def test_an_audit_is_kept_until_one_of_its_readings_changes() -> None:
    ours, rival = company(is_ours=True), company("Rivalta")
    many(6, ours)
    many(6, rival, hook="event")
    both = [ours, rival]
    assert [(line.now.found.worthy, line.now.found.exact) for line in audit_lines(both, "2026Q4")] == [(6, 0), (0, 0)]  # type: ignore[union-attr]
    with CaptureQueriesContext(connection) as again:
        assert audit_lines(both, "2026Q4") == audit_lines(both, "2026Q4")
    assert len(again) == 2
    actions.correct_item(item=rival.items.all()[0], hook="results", by=person("mikko"), at=NOW)
    found = audit_lines(both, "2026Q4")[1].now.found
    assert found is not None and (found.worthy, found.exact) == (1, 1)
    Item.objects.filter(company=ours).update(probability=0.5, probabilities={"product": 0.5, "event": 0.5})
    wide = audit_lines(both, "2026Q4")[0].now.found
    assert wide is not None and wide.low is not None and wide.low < 0.9


def test_a_quarter_that_people_have_sorted_has_no_range() -> None:
    ours = company()
    for number in range(6):
        made = item(f"Ranta news of day {number}")
        hook = "product" if number else "event"
        actions.correct_item(item=made, hook=hook, by=person("mikko"), at=NOW)
    found = audit_lines([ours], "2026Q4")[0].now.found
    assert found is not None and found.share == found.low == found.high == 5 / 6 and found.camp == "quality"


def test_days_by_a_slip_of_the_pen_do_not_hide_the_quarters_that_have_come() -> None:
    today = timezone.localdate()
    many(1, company(), hook="start", on=today.replace(year=26, day=1))
    assert audit_lines([company()], queries.newest_quarter())[0].now.items == 1
    many(1, company(), on=today)
    many(1, company(), hook="event", on=today.replace(year=today.year + 60, day=1))
    assert queries.newest_quarter() == quarter_of(today)


def test_a_company_without_news_has_a_line_and_no_numbers() -> None:
    line = audit_lines([company()], "2026Q4")[0]
    assert line.now.found is None and line.now.items == 0 and len(line.cells) == 6
