"""Words that complain and words that solve, in five languages. An entry that ends in `*` is a beginning."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMPLAINTS = {
    "en": _words(
        "problem* fail* broken breaks bad badly worse worst wast* lack* never nobody none complain* slow slowly wrong "
        "chaos chaotic mess messy impossible hopeless useless blame* fault* stuck lose loses losing lost cannot can't "
        "frustrat* overload* ignor* unfair annoy* unclear neglect* suffer* poor poorly outdated refus*"
    ),
    "fi": _words(
        "ongelm* epäonnist* rikki huono* pahin tuhla* puut* koskaan kukaan valit* hidas hitaa* väärin väär* sekasor* "
        "sotku* mahdoton* toivoton* turha* syyt* jumi* menet* häviä* turhaut* ylikuorm* epäselv* kärsi* vanhentun* "
        "huonosti ärsyt* epäreilu* kieltäyt*"
    ),
    "ru": _words(
        "проблем* провал* сломан* плох* хуж* напрасн* впустую нехватк* никогда никто жалоб* медленн* неправильн* хаос* "
        "беспоряд* невозможн* безнадёжн* безнадежн* бесполезн* винова* вина теря* потер* раздраж* перегруж* игнор* "
        "неясн* страда* устар* нельзя отказыва*"
    ),
    "es": _words(
        "problema* fall* fracas* roto rota mal malo mala peor desperdic* falta faltan nunca nadie ninguno quej* lento "
        "lenta caos caótic* imposible inútil* culpa* atasc* perder perdemos pierde pierden perdid* frustra* sobrecarg* "
        "ignora* injust* confus* sufr* obsolet* jamás niega*"
    ),
    "id": _words(
        "masalah* gagal* rusak buruk terburuk sia-sia sia terbuang kurang kekurangan keluh* mengeluh lambat "
        "salah kacau berantakan mustahil percuma menyalahkan macet kehilangan rugi merugi frustrasi kewalahan "
        "diabaikan mengabaikan membingungkan usang menolak parah"
    ),
}
SOLUTIONS = {
    "en": _words(
        "solv* solution* save saves saving saved gain* improv* grow* faster earlier sooner better best help* offer* "
        "build* reach* win wins winning reduc* cut cuts double* enabl* chance* opportunit* become* start* create* "
        "deliver* show* learn* bring* will can let lets find finds answer* ready together increase* raise* invest*"
    ),
    "fi": _words(
        "ratkai* ratkaisu* sääst* hyöty* hyödy* paran* kasva* nopeam* nopeut* aiemmin parem* auta* tarjo* raken* "
        "tavoit* voit* vähen* puolit* kaksinkert* mahdollis* tilaisuu* aloit* luo luomme luoda tuo tuovat tuomme "
        "näyt* opi* oppi* löyt* vasta* valmi* yhdessä lisää lisät* nost* investoi*"
    ),
    "ru": _words(
        "реш* эконом* выгод* выигр* улучш* раст* рост* быстрее раньше лучше помо* предлаг* предлож* стро* достиг* "
        "сниз* сниж* сокра* удво* возможност* шанс* начн* начин* созда* покаж* показыва* узна* науч* принес* даст "
        "сможем смогут можем найд* наход* готов* вместе увелич* инвест*"
    ),
    "es": _words(
        "soluc* resolv* resuelv* ahorr* gana* mejor* crec* rápido rápida antes ayud* ofrec* constru* alcanz* lleg* "
        "reduc* duplic* permit* oportunidad* posib* empez* empiez* crea* entreg* muestr* mostra* aprend* trae* traer "
        "podemos pueden podrá* encontr* encuentr* respond* listo listos juntos aument* inver* invier*"
    ),
    "id": _words(
        "solusi* menyelesaikan selesai hemat menghemat penghematan untung keuntungan manfaat memperbaiki meningkat* "
        "peningkatan tumbuh lebih cepat awal baik terbaik bantu membantu menawarkan tawaran membangun mencapai menang "
        "mengurangi menurunkan menggandakan memungkinkan peluang kesempatan memulai mulai menciptakan memberi "
        "menunjukkan belajar membawa akan bisa dapat menemukan menjawab siap bersama investasi"
    ),
}
