"""Words that make a request another instance or a twin of a like one, synonyms, and words that say nothing.

Written for Luotsi; all folded (lower case, Latin without marks).
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INSTANCE_WORDS = _words(
    """jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov november dec
    december spring summer autumn fall winter monday tuesday wednesday thursday friday saturday sunday q1 q2 q3 q4 h1 h2 alpha beta gamma rc ga
    christmas easter ramadan lebaran
    tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu tammikuun helmikuun maaliskuun
    huhtikuun toukokuun kesakuun heinakuun elokuun syyskuun lokakuun marraskuun joulukuun kevat kevaan syksy syksyn kesa kesan talvi talven
    январь января февраль февраля март марта апрель апреля май мая июнь июня июль июля август августа сентябрь сентября октябрь октября
    ноябрь ноября декабрь декабря январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре весна весну весны лето лета осень
    осени зима зимы январский февральский мартовский апрельский майский июньский июльский августовский сентябрьский октябрьский ноябрьский декабрьский
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre primavera verano otono invierno
    januari februari maret mei juni juli agustus oktober desember"""
)

ORDINALS = {
    word: str(number)
    for number, words in enumerate(
        (
            "first ensimmainen ensimmaisen первый первая первого primera primer primero pertama",
            "second toinen toisen второй вторая второго segunda segundo kedua",
            "third kolmas kolmannen третий третья третьего tercera tercer tercero ketiga",
            "fourth neljas neljannen четвертый четвертая четвертого cuarta cuarto keempat",
            "fifth viides viidennen пятый пятая пятого quinta quinto kelima",
            "sixth kuudes шестой шестая sexta sexto keenam",
        ),
        start=1,
    )
    for word in words.split()
}

# Places, peoples, languages and audiences: the same work for another of them is a sibling, not a repeat.
TWIN_WORDS = _words(
    """europe european asia asian africa african america american americas emea apac latam dach nordic nordics baltic baltics benelux global
    international local regional north south east west northern southern eastern western central
    finland finnish sweden swedish norway norwegian denmark danish iceland estonia estonian latvia latvian lithuania lithuanian germany german
    austria austrian switzerland swiss france french spain spanish portugal portuguese italy italian netherlands dutch belgium belgian poland
    polish czech czechia slovakia hungary hungarian romania romanian bulgaria greece greek turkey turkish russia russian ukraine ukrainian kazakhstan
    uk british britain england english scotland wales ireland irish usa us canada canadian mexico mexican brazil brazilian argentina chile
    colombia peru japan japanese china chinese korea korean india indian indonesia indonesian malaysia vietnam vietnamese thailand thai
    philippines singapore australia australian zealand egypt nigeria kenya israel arabic saudi emirates uae qatar
    california texas florida ohio oregon colorado nevada arizona georgia virginia michigan illinois washington boston chicago york dallas denver
    seattle atlanta london manchester birmingham dublin paris lyon berlin munich hamburg frankfurt cologne vienna zurich geneva madrid
    barcelona sevilla seville valencia bilbao lisbon porto rome milan turin amsterdam rotterdam brussels antwerp warsaw krakow prague budapest bucharest
    stockholm gothenburg malmo oslo bergen copenhagen aarhus helsinki tampere turku oulu espoo vantaa jyvaskyla lahti kuopio tallinn riga vilnius moscow petersburg
    kazan novosibirsk almaty kyiv istanbul ankara dubai mumbai delhi bangalore shanghai beijing shenzhen tokyo osaka seoul jakarta surabaya bandung
    medan bali yogyakarta semarang makassar sydney melbourne toronto montreal vancouver bogota lima santiago buenos monterrey guadalajara
    suomi suomen suomeksi suomenkielinen ruotsi ruotsin ruotsiksi ruotsinkielinen englanti englannin englanniksi englanninkielinen saksa saksan saksaksi saksankielinen
    norja norjan norjaksi tanska tanskan tanskaksi viro viron viroksi venaja venajan venajaksi ranska ranskan ranskaksi puola puolan puolaksi espanja espanjan espanjaksi helsingin tampereen turun oulun
    финляндия финский россия русский английский немецкий французский испанский казахстан казахский москва москве москвы петербург петербурге петербурга казань казани казахстана
    казахстане новосибирск екатеринбург екатеринбурге новосибирске самара самаре беларусь минск минске узбекистан германия германии китай китае английском русском немецком
    espana espanol mexico mexicano argentina chile colombia peru frances ingles aleman portugues italiano catalan catalana catalunya andalucia madrid
    indonesia jawa sumatra sumatera kalimantan sulawesi inggris jepang cina tiongkok malaysia singapura
    hospitals hospital clinics clinic schools school universities university students student teachers teacher parents veterans survivors farmers farmer
    dentists dentist doctors nurses patients pharmacies pharmacy restaurants hotels hotel retailers retail banks bank insurers insurance lawyers law municipalities
    municipality cities utilities utility manufacturers manufacturing builders construction contractors installers installer architects engineers developers developer
    designers designer accountants logistics carriers shippers airports ports automotive aerospace telecom healthcare pharma chemicals food mining energy
    forestry agriculture startups startup enterprise enterprises smb smbs sme smes midmarket resellers reseller distributors distributor dealers
    partners partner investors candidates newcomers beginners experts executives cfo cfos cio cios ciso cisos ceo ceos cto ctos hr procurement buyers operators
    women seniors youth families donors volunteers journalists nonprofits ngos government defence defense
    sairaalat sairaaloille koulut kouluille kunnat kunnille pankit pankeille hotellit hotelleille maatilat asentajat asentajille arkkitehdit arkkitehdeille rakentajat rakennusliikkeille jalleenmyyjat jalleenmyyjille
    apteekit apteekeille ravintolat ravintoloille vakuutusyhtiot vakuutusyhtioille opiskelijat opiskelijoille insinoorit insinooreille
    больниц больницы клиник клиники школ школы банков банки отелей отели аптек аптеки дилеров дилеры дистрибьюторов застройщиков архитекторов инженеров студентов ритейла
    hospitales clinicas escuelas colegios bancos hoteles farmacias distribuidores instaladores arquitectos ingenieros restaurantes aseguradoras ayuntamientos
    sekolah bank hotel apotek distributor kontraktor arsitek petani restoran universitas mahasiswa klinik pabrik"""
) | frozenset({"rumah", "sakit"})

FILLER = _words(
    """a an the of for to in on at by with and or our we us you your is are be it its this that these those from as new please need needs needed request
    want wants would like some any into about make create write do get have has can could should will just also more very urgent asap draft
    could kindly wanted help now up out all them their i my me
    ja tai on ei uusi uuden uudet tarvitsemme tarvitaan pyynto kiitos me meidan olisi saada tee tehda tehkaa voisitteko
    и в на для о об по с к из не мы нам нужен нужна нужно нужны новый новая новое новую пожалуйста сделать подготовить это наш наша нашего просьба
    el la los las un una unos unas de del y o para por con en que se al nuestro nuestra nuevo nueva necesitamos favor crear hacer solicitud
    yang dan di ke dari untuk dengan ini itu kami kita buat tolong baru mohon perlu butuh membuat adalah"""
)

_SAME = (
    "post article blogpost articl artikkeli blogikirjoitus стать статья статью artikel articulo entrada postingan blog blogs blogi",
    "brochure leaflet flyer handout pamphlet booklet esite lehtinen брошюра буклет листовка folleto brosur selebaran pamflet",
    "page webpage site website sivu sivusto verkkosivu страница сайт pagina sitio halaman situs laman",
    "email mailing mail mailer mailshot sahkoposti письмо рассылка correo surel",
    "newsletter uutiskirje boletin buletin bulletin",
    "webinar webinaari вебинар seminar seminaari семинар",
    "video film clip ролик видео",
    "slides deck presentation kalvot esitys презентация presentacion presentasi slide",
    "swag giveaways merch merchandise giveaway",
    "case story reference referenssi кейс caso success",
    "customer client customers clients asiakas клиент cliente pelanggan",
    "booth stand messuosasto stan стенд",
    "conference summit congress",
    "tradeshow fair expo messu messut feria pameran выставка exhibition",
    "survey questionnaire poll kysely опрос encuesta survei kuesioner",
    "price prices pricing hinnasto hinta цена цены precio precios harga",
    "announce announcement launch release introduce introducing announcing available julkistus lanzamiento peluncuran запуск анонс",
    "update refresh revise renew overhaul rework redo paivitys paivittaa обновить обновление actualizar perbarui",
    "tweet tweets twitter",
)
SYNONYMS = {word: words.split()[0] for words in _SAME for word in words.split()}

# One of these in one title only: a follow-up or the other half of the work, never the same work again.
FOLLOWING = _words(
    """follow followup phase part synthesize summarise summarize recap evaluate evaluation distribute promote promotion translate translation
    jatko vaihe jalkikateis продолжение этап seguimiento fase tindak lanjut tahap review"""
)
