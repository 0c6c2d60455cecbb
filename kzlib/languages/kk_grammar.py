"""Kazakh endings: which there are, after which letters each form stands, and what may stand before it.

The classes of a stem's last letter: V vowel; R р, й, у, и, ю; L л; N м, н, ң; Z з, ж; T the rest (voiceless,
and б, в, г, д, which are pronounced so at a word's end).
"""

from kzlib.languages.table import listed

VOWELS = frozenset("аәеёоөұүыіэя")

# layer: forms / classes of the letter before, forms / classes ...
_TABLE = """
plural:  лар лер / VR; дар дер / LNZ; тар тер / T
third:   сы сі / V; ы і / RLNZT
mine:    м ң / V; ым ім ың ің / RLNZT
ours:    мыз міз ңыз ңіз / V; ымыз іміз ыңыз іңіз / RLNZT
case:    ның нің / VN; дың дің / RLZ; тың тің / T
case:    ға ге / VRLNZ; қа ке / T
case:    ны ні / V; ды ді / RLNZ; ты ті / T
case:    да де / VRLNZ; та те / T
case:    дан ден / VRLZ; нан нен / N; тан тен / T
case:    мен / VRLN; бен / Z; пен / T; менен / VRLN; пенен / T
case:    дай дей / VRLNZ; тай тей / T
case3:   ның нің на не н нда нде нан нен мен ндай ндей / V
case1:   а е / N
local:   дағы дегі / VRLNZ; тағы тегі / T
local:   нікі / VN; дікі / RLZ; тікі / T
local3:  ндағы ндегі / V
time:    ғы гі / VRLNZ; қы кі / T
degree:  рақ рек / V; ырақ ірек / RLNZT
part:    ған ген / VRLNZ; қан кен / T
part:    атын етін / RLNZT; йтын йтін / V; итын итін / RLNZT; ятын / V
part:    у / VRLNZT; ю / VRLNZT
part:    ғандық гендік / VRLNZ; қандық кендік / T
part:    с / V; ар ер / RLNZT; р / V
part:    мақ мек / VRL; бақ бек / NZ; пақ пек / T
part:    мақшы мекші / VRL; бақшы бекші / NZ; пақшы пекші / T
verb:    ды ді дым дім дың дің дық дік дыңыз діңіз дыңдар діңдер / VRLNZ
verb:    ты ті тым тім тың тің тық тік тыңыз тіңіз тыңдар тіңдер / T
verb:    ғанмын генмін ғансың генсің ғанбыз генбіз ғансыз генсіз / VRLNZ
verb:    қанмын кенмін қансың кенсің қанбыз кенбіз қансыз кенсіз / T
verb:    ады еді амын емін асың есің асыз есіз амыз еміз / RLNZT
verb:    йды йді ймын ймін йсың йсің йсыз йсіз ймыз йміз / V
verb:    иды иді имын имін исың исің исыз исіз имыз иміз / RLNZT
verb:    яды ямын ясың ясыз ямыз / V
verb:    ып іп / RLNZT; п / V; ыпты іпті / RLNZT; пты пті / V; ыппын іппін / RLNZT
verb:    а е / RLNZT; й / V; и / RLNZT; я / V
verb:    са се сам сем саң сең сақ сек саңыз сеңіз саңдар сеңдер / VRLNZT
verb:    армын ермін арсың ерсің арсыз ерсіз армыз ерміз / RLNZT; рмын рмін рсың рсің рмыз рміз рсыз рсіз / V
verb:    сын сін / VRLNZT; ыңыз іңіз ыңдар іңдер ыңыздар іңіздер / RLNZT; ңыз ңіз ңдар ңдер ңыздар ңіздер / V
verb:    айық ейік айын ейін / RLNZT; йық йік йын йін / V
verb:    ғанша генше / VRLNZ; қанша кенше / T; ғалы гелі / VRLNZ; қалы келі / T
verb:    йынша йінше стан стен смын смін ссың ссің спын спін спыз спіз / V
"""

# What may stand directly before an ending of a layer (read from the word's end inwards).
KINDS = {
    "end": listed("plural third mine ours case case3 case1 local local3 time degree part verb"),
    "case": listed("plural mine ours local local3 time part"),
    "case3": frozenset({"third"}),
    "case1": frozenset({"mine"}),
    "local": listed("plural mine ours part"),
    "local3": frozenset({"third"}),
    "third": listed("plural part local local3"),
    "mine": listed("plural part"),
    "ours": listed("plural part"),
    "plural": listed("part local local3 time"),
    "degree": frozenset[str](),
    "time": frozenset[str](),
    # These stand only after another ending of the word.
    "bound": frozenset({"case3", "case1", "local3"}),
    "verbal": frozenset({"part", "verb"}),
}


def _endings() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for line in _TABLE.strip().splitlines():
        layer, _, groups = line.partition(":")
        for group in groups.split(";"):
            forms, _, after = group.partition("/")
            for form in forms.split():
                found.setdefault(form, []).append((layer, after.strip()))
    return found


#: Ending -> (layer, classes of the letter before it).
ENDINGS = _endings()
#: What an ending says for its own reading beyond its length: short ones and rare layers little.
WORTH = {"mine": -1.0, "ours": -0.3, "time": -1.5, "degree": -1.0, "local3": 0.5, "case3": 0.3}
WORTH |= dict.fromkeys(listed("атын етін йтын йтін итын итін ятын"), 2.0)
WORTH |= dict.fromkeys(listed("ады еді йды йді иды иді яды"), 0.5)
WORTH |= dict.fromkeys(listed("дық дік тық тік"), -2.5)
#: Endings that have one form for all vowels.
NEUTRAL = listed("мен бен пен менен пенен нікі дікі тікі")
#: Passive endings and the letters that they stand after.
PASSIVES = [
    ("ыл", "бвгғдкқмнңпрстшзжйу"),
    ("іл", "бвгғдкқмнңпрстшзжйу"),
    ("л", "аәеыі"),
    ("ын", "л"),
    ("ін", "л"),
    ("н", "ае"),
]
#: Loan stems end so; they take front endings whatever their vowel (банк-тер), with і before a consonant (банкі-ге).
CLUSTERS = tuple(listed("нк нг рк рг ск кт пт фт лк зд"))
#: Stems in ы, і that are never passive: «ашылды» is of «аш».
INTRANSITIVE = listed("ашы шірі ері жібі кеңі сасы қышы ұлы жылы суы қажы дамы жүрі")
#: Stems that lose their last vowel (or д) before a vowel.
ELIDED = dict(
    pair.split("=")
    for pair in listed("""
    орн=орын ауз=ауыз халқ=халық мұрн=мұрын ерн=ерін мойн=мойын қойн=қойын даус=дауыс ғұрп=ғұрып әрп=әріп
    қалп=қалып ырқ=ырық кейп=кейіп сиқ=сиық құлп=құлып мүлк=мүлік нарқ=нарық парқ=парық иығ=иық қарн=қарын көңл=көңіл
    көрк=көрік құлқ=құлық бөрк=бөрік ерк=ерік бүйр=бүйір мерз=мерзім шырқ=шырық айп=айып ұрп=ұрып ұйқ=ұйқы күлк=күлкі
    мәтн=мәтін ойр=ойыр қырқ=қырық бөлк=бөлік аул=ауыл съез=съезд поез=поезд
    """)
)
