"""How a change is worded, and how the making of a thing is, in the five languages. Written for Luotsi."""

from __future__ import annotations

import re


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


_RAISE = (
    r"increas(?:e|es|ing)|grow|grows|growing|rais(?:e|es|ing)|lift(?:s|ing)?|boost(?:s|ing)?|improv(?:e|es|ing)|reduc(?:e|es|ing)|lower(?:s|ing)?"
    r"|shorten(?:s|ing)?|strengthen(?:s|ing)?|doubl(?:e|es|ing)|halv(?:e|es|ing)|accelerat(?:e|es|ing)|win back|retain(?:s|ing)?|attract(?:s|ing)?|convinc(?:e|es|ing)|speed(?:s|ing)? up"
)
_WHOM = (
    r"(?:\w+ ){0,3}(?:people|visitors?|readers?|users?|customers?|buyers?|prospects?|clients?|they|we|it|partners?|dealers?|engineers?|sales|reps?|applicants?"
    r"|patients?|students?|members?|attendees|everyone|nobody|installers?|teams?|managers?|colleagues?|candidates|subscribers|leads|developers|companies|shops|resellers|distributors)"
)

CHANGES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "purpose",
        1.0,
        _words(
            rf"so that|in order (?:to|that)|so (?:{_WHOM}) (?:can|could|will|would|do|does|are|is|know|knows|find|see|stop|understand|get)\w*"
        ),
    ),
    (
        "purpose",
        0.9,
        _words(
            r"to (?:inform|persuade|educate|reassure|motivate|encourage|gain|build trust|earn|win|help \w+|make (?:it|sure|them)|get (?:more|people|them|as many)|bring (?:in|back)|gather interest|generate|drive|keep|let \w+)"
        ),
    ),
    (
        "change",
        1.0,
        _words(
            rf"(?:{_RAISE})\s+(?:\S+\s+){{0,4}}?(?:by \d|from \d|to \d|awareness|trust|sign-?ups?|leads|conversion|attendance|engagement|churn|retention|traffic|demand|sales|pipeline|registrations|applications|interest|visibility|renewals|share|rate|satisfaction|reach|recognition|response|tickets|calls|revenue|requests|confidence|loyalty|preference|adoption|usage|understanding|cycle|time|cost|costs)"
        ),
    ),
    ("change", 0.6, _words(_RAISE)),
    (
        "change",
        0.9,
        _words(
            r"(?:more|fewer|less|higher|lower|better|faster|shorter|stronger|greater|twice (?:as many|the)|at least \d+|half (?:as many|the)) (?:\w+[\s-]){0,3}?(?:sign-?ups?|leads|enquir\w+|inquir\w+|demos?|tickets|visitors|customers|clients|members|users|applications|applicants|registrations|subscribers|subscriptions|attendees|awareness|trust|conversions?|sales|revenue|traffic|downloads|renewals|meetings|partners|resellers|calls|requests|orders|deals|pipeline|understanding|visibility|churn|cancellations|complaints|responses|replies|engagement|attendance|retention|interest|opportunities|bookings|interviews|candidates|donors|quotes|referrals|reviews|mentions)"
        ),
    ),
    (
        "change",
        0.9,
        _words(
            r"mak(?:e|es|ing) (?:\S+ ){1,6}?(?:more \w+|easier|better|clearer|visible|findable|known|faster|simpler|stronger|aware|obvious)"
        ),
    ),
    (
        "change",
        0.9,
        _words(
            rf"(?:{_WHOM}) (?:should|must|need to|ought to|can|will|know|believe|trust|choose|prefer|find|recogni[sz]e|understand|ask for|come to|stop|start|renew|see us)"
        ),
    ),
    (
        "change",
        0.9,
        _words(
            r"(?:make|be|become) sure (?:that )?\w+|ensure|is known|be known|get known|be seen as|become the|top of mind|first choice|shortlist\w*"
        ),
    ),
    (
        "lack",
        1.0,
        _words(
            r"lack(?:s|ing)?(?: of)?|there (?:is|are) no|nobody|no one|hardly any|too (?:few|many|little|low|long|high|late|hard)|only \d+(?:[.,]\d+)? ?(?:%|percent|of)|do(?:es)? not (?:know|find|understand|see|trust|come|convert|renew|realise|realize|open|mention)|don't (?:know|find|understand|see|trust|realise|realize|open)|doesn't (?:know|find|convert)|cannot find|can't find|can not find|hard to find|confus(?:e|es|ed|ing)|unaware|puts? off|struggl\w+|keep asking|still think\w*|never heard|lose|losing|lost deals|we are losing|hurts?"
        ),
    ),
    (
        "lack",
        1.0,
        _words(
            r"(?:fell|dropp(?:ed|ing)|declin(?:ed|ing)|fall(?:s|ing|en)?|sank|stagnat\w+|bounce[sd]?|shrinking|shrank)"
        ),
    ),
    (
        "aim",
        1.0,
        _words(
            r"(?:the |our |stated |main )?(?:goals?|objectives?|aims?|outcome|purpose) (?:is|are|was|of|:|here)|aim(?:s|ed|ing) (?:to|at)|key result|kpi|okr|target (?:is|of)|success (?:means|is|looks)|intended (?:to|result)"
        ),
    ),
    (
        "learn",
        0.9,
        _words(
            r"(?:understand|find out|learn|know|see|discover|investigate|figure out|work out|explore) (?:\w+ ){0,2}?(?:what|which|why|how|whether|who|where|if)"
        ),
    ),
    ("learn", 0.8, _words(r"(?:better )?understand(?:ing)? (?:our|the|their) \w+")),
    ("purpose", 1.0, _words(r"jotta|niin etta|tavoit\w+|paamaara\w*")),
    (
        "change",
        0.9,
        _words(
            r"(?:lisata|kasvattaa|parantaa|vahentaa|nostaa|lyhentaa|vahvistaa|pienentaa|laskea|lisaa|enemman|vahemman|parempi\w*|paremmin|tunnetuksi|nopeammin) ?\w*"
        ),
    ),
    (
        "lack",
        1.0,
        _words(
            r"eivat (?:tieda|loyda|ymmarra|tunne|luota|osaa)|ei (?:tieda|loyda|ymmarra|kukaan|tunneta|loydy)|kukaan ei|liian (?:vahan|harva|pitka|moni|hidas\w*)|puuttu\w+|vain \d+|on (?:laskenut|pudonnut|romahtanut|vahentynyt)|puute"
        ),
    ),
    (
        "learn",
        0.9,
        _words(
            r"(?:selvittaa|ymmartaa|tietaa|oppia|saada selville|haluamme tietaa) ?(?:\w+ )?(?:mita|mika|mitka|miksi|miten|kuinka|ketka|kuka|missa)|selvit\w+,? (?:mita|mika|mitka|miksi|miten|kuinka)|miksi \w+"
        ),
    ),
    ("purpose", 1.0, _words(r"чтобы|с целью|цель|наша цель|для того,? чтобы|задача -")),
    (
        "change",
        0.9,
        _words(
            r"увелич\w+|повы[сш]\w+|снизить|сниж\w+|сократить|улучш\w+|больше|меньше|поднять|удвоить|рост\w*|нараст\w+|привлечь|вернуть|укреп\w+|выше|быстрее|ускорить"
        ),
    ),
    (
        "lack",
        1.0,
        _words(
            r"не (?:знают|находят|понимают|видят|доверяют|хватает|доходят|открывают|продлевают|продлевает)|мало кто|никто не|слишком (?:мало|много|долго|поздно|низк\w+)|только \d+|упал\w*|снизил\w+|теряем|нет понимания|путают\w*"
        ),
    ),
    (
        "learn",
        0.9,
        _words(
            r"(?:понять|узнать|выяснить|разобраться|изучить),? (?:\w+ )?(?:что|какие|какой|почему|как|кто|где|чем|зачем|сколько)"
        ),
    ),
    ("purpose", 1.0, _words(r"para que|con el (?:fin|objetivo) de|a fin de|el objetivo (?:es|:)|objetivo:?|meta:")),
    (
        "change",
        0.9,
        _words(
            r"aumentar|mejorar|reducir|elevar|incrementar|duplicar|acortar|bajar|subir|mas (?:\w+ )?(?:clientes|leads|registros|visitas|ventas|solicitudes|reuniones|inscripciones|confianza|pedidos|suscriptores|renovaciones|demos|oportunidades|candidatos)|menos (?:\w+ )?(?:bajas|quejas|abandonos|llamadas|cancelaciones|devoluciones|tickets)|captar|fidelizar|recuperar|dar a conocer|que (?:los|las|nuestros|nuestras|mas) \w+ (?:\w+ )?(?:sepan|conozcan|encuentren|entiendan|confien|pidan|renueven|elijan|soliciten|vean|vuelvan)"
        ),
    ),
    (
        "lack",
        1.0,
        _words(
            r"no (?:saben|conocen|encuentran|entienden|confian|renuevan|llegan|abren|convierte\w*|hay)|nadie|pocos|pocas|demasiad\w+|falta(?:n)?|solo (?:el )?\d+|ha(?:n)? (?:caido|bajado|disminuido)|perdemos|cuesta encontrar|confunden"
        ),
    ),
    (
        "learn",
        0.9,
        _words(
            r"(?:entender|saber|averiguar|descubrir|conocer|comprender|investigar) (?:\w+ )?(?:que|por que|cuales|cual|como|quien|quienes|donde|si)"
        ),
    ),
    ("purpose", 1.0, _words(r"agar|supaya|tujuan(?:nya)?|demi")),
    (
        "change",
        0.9,
        _words(
            r"meningkatkan|menaikkan|mengurangi|menurunkan|memperbaiki|mempercepat|menambah|memperkuat|menarik (?:lebih|minat)|lebih (?:banyak|sedikit|mudah|cepat|dikenal|tinggi|rendah|percaya|paham)|naik \d+|melipatgandakan"
        ),
    ),
    (
        "lack",
        1.0,
        _words(
            r"(?:belum|tidak|kurang) (?:tahu|mengenal|menemukan|paham|percaya|ada yang|banyak yang|dikenal|mengerti|memperpanjang|yakin|bisa menemukan|membuka)|terlalu (?:sedikit|banyak|lama|rendah)|hanya \d+|(?:turun|menurun|anjlok)|sulit (?:menemukan|ditemukan)|kehilangan|masih sedikit"
        ),
    ),
    (
        "learn",
        0.9,
        _words(
            r"(?:memahami|mengetahui|mencari tahu|cari tahu|mempelajari|pahami) (?:\w+ )?(?:apa|mengapa|kenapa|bagaimana|siapa|mana|di mana|apakah|alasan)"
        ),
    ),
)

MAKING = _words(
    r"writ(?:e|ing)|draft(?:ing)?|creat(?:e|ing)|design(?:ing)?|publish(?:ing)?|produc(?:e|ing)|shoot|film|print|order|build|redesign|prepar(?:e|ing)|set up|organi[sz]e|host|run|record|update|add|post"
    r"|share|promote|send|launch|translate|redo|refresh|replace|put|place|book|sponsor|make (?:a|an|new|some|two|three|four)|kirjoita\w*|laadi\w*|tee|tehda|tehkaa|luo|luoda|suunnittel\w+|julkais\w+|paivit\w+|laheta\w*|jarjest\w+|tilata|tilaa|kuvata|kaanta\w*"
    r"|написать|напишите|подготовить|подготовьте|сделать|сделайте|создать|опубликовать|обновить|нарисовать|разработать|организовать|снять|напечатать|отправить|разослать|перевести|провести|запустить|заказать|добавить|разместить"
    r"|escribir|redactar|crear|disenar|publicar|preparar|hacer|actualizar|organizar|grabar|imprimir|enviar|lanzar|traducir|montar|anadir|compartir|buat(?:kan)?|membuat|tulis(?:kan)?|menulis|siapkan|desain|cetak|kirim(?:kan)?|terbitkan|perbarui|selenggarakan|rekam|unggah|adakan|pasang|pesan"
)
