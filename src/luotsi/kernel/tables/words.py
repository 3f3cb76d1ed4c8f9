"""Words of exports in the five languages: which state means closed, and which title was never filled in."""

from __future__ import annotations

import re
from functools import lru_cache

CLOSED_WORDS = """
    done closed close resolved complete completed finished cancelled canceled declined rejected archived archive
    merged fixed shipped published released live delivered duplicate obsolete abandoned
    valmis valmiit suljettu ratkaistu tehty peruttu peruutettu hylätty arkistoitu julkaistu päättynyt
    готово закрыт закрыта закрыто закрытые решен решён решена решено выполнен выполнена выполнено сделано
    завершен завершён завершена завершено отменен отменён отменена отменено отклонен отклонён отклонена отклонено
    опубликовано архив
    hecho hecha cerrado cerrada terminado terminada finalizado finalizada resuelto resuelta completado completada
    cancelado cancelada rechazado rechazada publicado publicada archivado archivada
    selesai ditutup tutup dibatalkan batal ditolak diterbitkan diarsipkan rampung
"""
CLOSED_PHRASES = ("won't do", "won't fix", "wont do", "wont fix", "not planned", "no longer needed", "ei tehdä")
CLOSED = frozenset((*CLOSED_WORDS.split(), *CLOSED_PHRASES))
TRUE = frozenset({"true", "yes", "kyllä", "да", "sí", "ya", "x", "✓", "v"})
FLAGS = ("archived", "due complete", "completed", "done", "closed")

UNTITLED = frozenset(
    """
    untitled|title|no title|(no title)|no subject|(no subject)|new task|new item|new request|n/a|tbd|-|.|?
    nimetön|ei otsikkoa|otsikko|без названия|без темы|заголовок|sin título|título|tanpa judul|judul
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
)
HOLE = re.compile(
    r"[<\[{(]\s*(?:(?:insert|your|enter|add|the)\s+)*"
    r"(?:title|topic|subject|name|headline|summary|description|tbd|xxx|here|placeholder|"
    r"otsikko|aihe|заголовок|название|тема|título|titulo|tema|asunto|judul|topik)"
    r"(?:\s+here)?\s*[>\]})]",
    re.IGNORECASE,
)


@lru_cache(maxsize=1000)
def is_closed(state: str) -> bool:
    """Whether a state's word means that nothing is left to do. Unknown words mean open."""
    plain = re.sub(r"\([^)]*\)", " ", state.casefold().replace("’", "'").replace("_", " "))
    words = [word for word in re.findall(r"[^\W_]+(?:'[^\W_]+)?", plain) if not any(map(str.isdigit, word))]
    return " ".join(words) in CLOSED


def is_set(flag: str) -> bool:
    return flag.strip().casefold() in TRUE


def is_empty_title(title: str) -> bool:
    """Nothing, a word such as "Untitled", or a form's placeholder left standing ("About <topic>")."""
    return title.strip().casefold() in UNTITLED or HOLE.search(title) is not None
