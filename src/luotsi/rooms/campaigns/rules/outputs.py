"""Does a criterion count what the team itself puts out (sent, posted, shown), or what somebody did with it?

By words in five languages. A word of somebody's doing beside it ("replies to the mails sent") settles it: a result.
"""

from __future__ import annotations

import re

OUTPUT = (
    "sent|sends?|mailed|mailings?|posted|posts?|published|publications?|impressions?|delivered|deliveries|"
    "displays?|airings?|printed|distributed|"
    # Finnish
    "lähetet\\w*|lähetyk\\w*|lähetys\\w*|julkaist\\w*|julkaisu\\w*|postau\\w*|postat\\w*|näyttökert\\w*|näyttöjä|painettu\\w*|"
    # Russian
    "отправлен\\w*|отправк\\w*|разослан\\w*|рассыл\\w*|опубликован\\w*|публикац\\w*|показ(?:ы|ов|ано)?|размещен\\w*|напечатан\\w*|"
    # Spanish
    "enviad\\w*|envíos?|publicad\\w*|publicacion\\w*|impresion\\w*|entregad\\w*|repartid\\w*|"
    # Indonesian
    "terkirim|dikirim\\w*|kiriman|diterbitkan|dipublikasikan|publikasi|unggahan|diunggah|tayangan|ditayangkan|disebar\\w*"
)
DOING = (
    "accept\\w*|repl\\w+|answer\\w*|book\\w*|meet\\w*|met|visit\\w*|regist\\w*|sign\\w*|order\\w*|buy\\w*|bought|click\\w*|"
    "respon\\w*|attend\\w*|ask\\w*|call\\w*|read|download\\w*|convers\\w*|leads?|demos?|trials?|won|renew\\w*|subscri\\w*|"
    "unsubscrib\\w*|complain\\w*|shared|comment\\w*|"
    "hyväksy\\w*|vasta\\w*|varat\\w*|varau\\w*|tapaami\\w*|ilmoittau\\w*|tila\\w*|osta\\w*|klikkau\\w*|osallistu\\w*|kysy\\w*|soit\\w*|liid\\w*|"
    "приня\\w*|ответ\\w*|встреч\\w*|заявк\\w*|зарегистр\\w*|заказ\\w*|купи\\w*|покуп\\w*|клик\\w*|переход\\w*|отпис\\w*|жалоб\\w*|лид\\w*|"
    "acept\\w*|respuest\\w*|respond\\w*|reuni\\w*|reserv\\w*|inscri\\w*|pedid\\w*|compr\\w*|clics?|asist\\w*|baja\\w*|quej\\w*|"
    "menerima|diterima|jawab\\w*|balas\\w*|pertemuan|temu|daftar|mendaftar|pesan\\w*|beli|membeli|klik|hadir|keluhan|berhenti"
)
_output = re.compile(rf"\b(?:{OUTPUT})\b", re.IGNORECASE)
_doing = re.compile(rf"\b(?:{DOING})\b", re.IGNORECASE)


def counts_output(text: str) -> bool:
    """Whether these words name the team's own output and nobody's doing."""
    return bool(_output.search(text)) and not _doing.search(text)
