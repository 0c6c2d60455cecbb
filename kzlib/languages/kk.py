"""Kazakh: abbreviations, negators and intensifiers."""

from kzlib.languages.table import factors, listed

#: These end no sentence, whatever follows (a Kazakh sentence ends in its verb, hardly in «ж.»).
TITLES = listed("""
    т ғ ғғ ж жж г гг с б бб м к көш даң даңғ мкр обл ауд қ пр проф доц акад канд ген полк ред қар салыст мыс сур им т.с
    б.з б.з.б б.з.д б.ғ қ.а ш.а тел пәт гр ст мөлш шам
""")
#: These end a sentence where a capital follows (and not a word all in capitals: «1 млрд. АҚШ доллары»).
OPEN = listed("""
    т.б т.б.с т.с.с т.т млн млрд трлн мың тг руб долл км кг м см мм га сағ мин сек
""")
NUMBERED = frozenset[str]()
STARTERS = frozenset[str]()
#: Words that deny what stands before them (емес, жоқ) or after (ешқандай).
NEGATORS = listed("""
    емес жоқ ешқашан ешкім ештеңе ешқандай ешбір ешқайда ешқайсы ешқайсысы болмайды болмады мүмкінсіз түгіл
""")
INTENSIFIERS = factors("""
    1.5 орасан шексіз
    1.4 аса мүлдем мүлде әбден толығымен
    1.3 өте тым ең нағыз мейлінше барынша айрықша толық қатты зор соншалықты
    1.2 ерекше анағұрлым едәуір айтарлықтай тіпті сондай
    0.9 біршама
    0.8 дерлік біраз
    0.7 аздап шамалы азырақ жартылай ішінара
    0.6 сәл
""")
