"""A first guess at which column fills which field: by its name in five languages, then by what stands in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

from luotsi.kernel.tables.dates import AmbiguousDate, parse_date
from luotsi.kernel.tables.fields import DATES, FIELDS, Mapping
from luotsi.kernel.tables.sheet import Row

# The earlier name wins where several columns fit. English | Finnish | Russian | Spanish | Indonesian.
NAMES = {
    "title": "title|request title|subject|headline|request|task name|card name|issue|task|item|topic|name|summary"
    "|otsikko|aihe|pyyntö|nimi|yhteenveto|tehtävä|заголовок|название|тема|запрос|задача|título|titulo|asunto"
    "|solicitud|nombre|resumen|tarea|tema|judul|permintaan|nama|tugas|topik|ringkasan",
    "external_id": "external id|request id|issue key|key|task id|card id|item id|issue number|ticket|ticket id"
    "|ticket number|number|id|no|nro|tunniste|numero|номер|код|ключ|ид|identificador|número|clave|nomor|kode",
    "url": "url|link|html url|thread|permalink|address|web address|linkki|osoite|ссылка|адрес|enlace|vínculo|tautan",
    "created_on": "created on|created|created at|date created|creation date|submitted|submitted on|submitted at"
    "|submission date|requested on|request date|date requested|opened|reported|timestamp|date|luotu|luontipäivä"
    "|pyydetty|jätetty|aikaleima|päivämäärä|pvm|создано|создан|дата создания|дата|дата запроса|отметка времени"
    "|creado|creada|fecha de creación|fecha de solicitud|fecha|marca temporal|dibuat|tanggal dibuat"
    "|tanggal permintaan|tanggal|stempel waktu",
    "closed_on": "closed on|closed|closed at|completed on|completed at|completed|resolved|resolved on|date closed"
    "|completion date|finished|done on|suljettu|valmistunut|ratkaistu|закрыто|закрыт|дата закрытия|завершено"
    "|дата завершения|cerrado|cerrada|fecha de cierre|resuelto|resuelta|finalizado|ditutup|selesai|tanggal selesai",
    "needed_on": "needed on|needed by|due|due date|due on|deadline|by when|when needed|required by|target date"
    "|publish date|launch date|go live|määräaika|eräpäivä|tarvitaan|mihin mennessä|deadline pvm|срок|дедлайн"
    "|нужно к|крайний срок|срок исполнения|fecha límite|fecha de vencimiento|vence|plazo|para cuándo|tenggat"
    "|tenggat waktu|batas waktu|jatuh tempo|dibutuhkan pada",
    "state": "state|status|stage|list name|column|section/column|progress|tila|vaihe|tilanne|статус|состояние|этап"
    "|estado|etapa|situación|status permintaan|tahap|keadaan",
    "labels": "labels|label|tags|tag|category|categories|components|keywords|tunnisteet|tunnukset|luokka|kategoria"
    "|метки|теги|категория|etiquetas|categoría|categorías|label label|tagar|kategori",
    "asker_email": "asker email|email|e mail|email address|requester email|requestor email|reporter email"
    "|contact email|submitted by email|sähköposti|sähköpostiosoite|эл почта|электронная почта|почта|имейл"
    "|адрес электронной почты|correo|correo electrónico|dirección de correo electrónico|surel|alamat email",
    "asker_name": "asker name|asker|requester|requester name|requestor|requested by|reporter|submitter|submitted by"
    "|author|created by|creator|contact|contact person|your name|from|pyytäjä|pyytäjän nimi|tilaaja|ilmoittaja"
    "|luonut|tekijä|заказчик|автор|инициатор|заявитель|кто просит|имя|solicitante|solicitado por|informador|autor"
    "|autora|nombre del solicitante|pemohon|nama pemohon|diminta oleh|pelapor|pembuat",
    "asker_role": "asker role|requester role|role|job title|position|rooli|tehtävänimike|роль|должность|rol|cargo"
    "|puesto|peran|jabatan",
    "organisation": "organisation|organization|company|client|customer|account|department|business unit|repository"
    "|repo|organisaatio|yritys|asiakas|osasto|yksikkö|организация|компания|клиент|отдел|подразделение"
    "|organización|empresa|cliente|departamento|área|organisasi|perusahaan|klien|pelanggan|departemen|divisi",
    "deliverable_hint": "deliverable hint|deliverable|deliverable type|content type|type of request|request type"
    "|asset|asset type|format|channel|medium|type|kind|tuotos|sisältötyyppi|pyynnön tyyppi|tyyppi|kanava|материал"
    "|тип материала|тип запроса|формат|канал|тип|entregable|tipo de contenido|tipo de solicitud|formato|canal|tipo"
    "|hasil|jenis konten|jenis permintaan|kanal|jenis|tipe",
    "body": "body|description|details|request details|notes|background|brief|text|message|comments|content|summary"
    "|desired outcome|expected outcome|result wanted|goal|purpose|what is needed|kuvaus|lisätiedot|tausta|viesti"
    "|tavoite|описание|подробности|комментарий|заметки|текст|цель|descripción|detalles|notas|comentarios|mensaje|objetivo"
    "|deskripsi|keterangan|rincian|catatan|pesan|tujuan",
}
ORDER = ("title", *[field for field in NAMES if field != "title"])
EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
SAMPLE = 200


@lru_cache(maxsize=2000)
def plain_name(column: str) -> str:
    """A column's name without case, marks, a repeat's number and Jira's "Custom field (…)"."""
    name = column.strip()
    if found := re.fullmatch(r"custom field \((.+)\)(?: \(\d+\))?", name, re.IGNORECASE):
        name = found[1]
    name = re.sub(r"([a-zа-я])([A-ZА-Я])", r"\1 \2", name)
    name = re.sub(r"\s*\((\d+|auto generated|optional|required)\)\s*$", "", name, flags=re.IGNORECASE)
    name = re.sub(r"[_\-.:*?¿#]+", " ", name.casefold())
    return " ".join(name.split())


def signature(columns: Sequence[str]) -> str:
    """The same for two exports with the same columns, whatever their order and however often one repeats."""
    names = sorted({plain_name(column) for column in columns})
    return hashlib.sha256("\n".join(names).encode("utf-8", "replace")).hexdigest()[:32]


def guess_mapping(columns: Sequence[str], sample_rows: Sequence[Row] = (), *, only: Sequence[str] = FIELDS) -> Mapping:
    """Names first, then whole words within names, then the cells themselves. A person corrects the rest."""
    free = {column: plain_name(column) for column in columns}
    cells = _cells(columns, sample_rows)
    chosen: dict[str, tuple[str, ...]] = {}
    for find in (_by_name, _by_word):
        for field in ORDER:
            if field in only and field not in chosen:
                found = [c for c in find(field, free) if _can_hold(field, cells[c])]
                if found:
                    chosen[field] = tuple(found)
                    for column in found:
                        del free[column]
    _by_content(chosen, free, cells, only)
    return Mapping(chosen)


def guess_by_name(columns: Sequence[str], only: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Only columns that are named just so: for the spare columns of an export that is known otherwise."""
    free = {column: plain_name(column) for column in columns}
    found = {field: tuple(_by_name(field, free)) for field in only}
    return {field: names for field, names in found.items() if names}


def _by_name(field: str, free: dict[str, str]) -> list[str]:
    for name in NAMES[field].split("|"):
        found = [column for column, plain in free.items() if plain == name]
        if found:
            return found if field in ("labels", "body") else found[:1]
    return []


def _by_word(field: str, free: dict[str, str]) -> list[str]:
    for name in NAMES[field].split("|"):
        if len(name) < 4:
            continue
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        found = [column for column, plain in free.items() if pattern.search(plain)]
        if found:
            return found[:1]
    return []


def _cells(columns: Sequence[str], rows: Sequence[Row]) -> dict[str, list[str]]:
    sample = rows[:SAMPLE]
    return {
        column: [row.cells[place] for row in sample if place < len(row.cells) and row.cells[place].strip()]
        for place, column in enumerate(columns)
    }


def _can_hold(field: str, cells: list[str]) -> bool:
    """A column named "date" without dates, or "email" without addresses, is something else."""
    if not cells:
        return True
    if field in DATES:
        return _share(cells, _is_date) >= 0.5
    if field == "asker_email":
        return _share(cells, _is_email) >= 0.5
    if field == "url":
        return _share(cells, _is_url) >= 0.5
    return not (field == "title" and _share(cells, lambda cell: cell.strip().isdigit() or _is_url(cell)) > 0.5)


def _share(cells: list[str], holds: object) -> float:
    return sum(bool(holds(cell)) for cell in cells) / len(cells)  # type: ignore[operator]


def _is_email(cell: str) -> bool:
    return EMAIL.search(cell) is not None


def _is_url(cell: str) -> bool:
    return cell.strip().lower().startswith(("http://", "https://"))


def _is_date(cell: str) -> bool:
    try:
        return parse_date(cell) is not None
    except AmbiguousDate:
        return True


def _by_content(
    chosen: dict[str, tuple[str, ...]], free: dict[str, str], cells: dict[str, list[str]], only: Sequence[str]
) -> None:
    for field, holds in (("asker_email", _is_email), ("url", _is_url), ("created_on", _is_date)):
        found = [column for column in free if cells[column] and _share(cells[column], holds) >= 0.8]
        if found and field in only and field not in chosen:
            chosen[field] = (found[0],)
            del free[found[0]]
    if "title" in only and "title" not in chosen:
        titles = [column for column in free if _reads_like_titles(cells[column])]
        if titles:
            chosen["title"] = (max(titles, key=lambda column: len(set(cells[column]))),)
        elif "body" in chosen:
            # Forms often ask one question only: what is said there is all the title there is.
            chosen["title"] = chosen.pop("body")[:1]


def _reads_like_titles(cells: list[str]) -> bool:
    if not cells or len(set(cells)) < 0.5 * len(cells):
        return False
    length = sum(map(len, cells)) / len(cells)
    return 8 <= length <= 200 and _share(cells, lambda cell: " " in cell.strip()) >= 0.5
