"""Russian: abbreviations, negators and intensifiers."""

from collections.abc import Iterator

from kzlib.languages.table import factors, listed

#: These end no sentence, whatever follows.
TITLES = listed("""
    т е к н э г гг п пп ст ч чч стр рис табл ул просп пер пл пос обл р-н мкр кв корп оф тел им св проф доц акад канд
    тов гр гр-н гр-ка зам пом нач зав ген полк майор кап лейт адм напр см ср под ред изд гл гос мин макс о оз с ж б
    нар юр физ эл рег отв исп о.о и.о врио т.н т.е т.к т.ч н.э подп д пр
""")
#: These end a sentence where a capital follows (and not a word all in capitals: «5 млрд. США»).
OPEN = listed("""
    тг тыс млн млрд трлн руб коп долл гг вв др проч г в т.д т.п сек час ч мин т км кг см мм га
""")
#: These stand for a longer word only before a number («5 янв. 2022 г.»).
NUMBERED = listed("янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек")
STARTERS = frozenset[str]()
NEGATORS = listed("""
    не ни нет без никогда никто никого никому ничто ничего ничем никак нигде никуда никакой никакая никакие никаких
    никакого нельзя вовсе отнюдь невозможно
""")
INTENSIFIERS = factors("""
    1.5 крайне чрезвычайно абсолютно невероятно
    1.4 совершенно полностью исключительно
    1.3 очень совсем сильно резко слишком самый самая самое самые наиболее глубоко значительно серьёзно серьезно
    1.2 весьма особенно столь так настолько
    1.1 более довольно
    0.8 почти относительно несколько
    0.7 немного отчасти частично менее
    0.6 слегка чуть мало
    0.5 едва
""")
#: The endings of a noun's forms, by declension; «-» is none.
_DECLENSIONS = {
    "man": "- а у ом е",  # токаев has -ым: a surname
    "surname": "- а у ым е",
    "thing": "- а у ом е ы ов ам ами ах",
    "й": "й я ю ем е",
    "woman": "а ы и е у ой",
    "none": "-",
}
_LOCAL = """
    surname: токаев мамин тажин карин
    man: жанаозен жезказган талдыкорган кантар наурыз риддер самрук баглан арал
    thing: маслихат оралман кандас айтыс
    й: кордай костанай капшагай
    woman: акорда астана кызылорда дарига
    none: тенге теңге алматы актобе сатыбалды елбасы масанчи жетісу жетысу актау атырау кокшетау темиртау мангистау
    none: улытау аксу кульсары
"""


def _declined() -> Iterator[tuple[str, str]]:
    for kind, _, words in (line.strip().partition(": ") for line in _LOCAL.strip().splitlines()):
        endings = _DECLENSIONS[kind].replace("-", "").split(" ")
        for word in words.split():
            stem = word[:-1] if kind in ("й", "woman") else word
            yield from ((stem + ending, word) for ending in endings)


#: Forms of Kazakhstan's words and names that a Russian dictionary reads wrongly.
LOCAL = dict(_declined())
