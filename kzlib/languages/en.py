"""English: abbreviations, negators and intensifiers."""

from kzlib.languages.table import factors, listed

#: Before a capital these end no sentence.
TITLES = listed("""
    mr mrs ms dr prof gen col lt sgt capt cmdr maj adm gov sen rep rev hon pres st mt ft messrs supt insp amb atty
    det brig cpl pvt vs v eds al cf viz op approx dept univ assn bros gov't e.g i.e
""")
#: These stand for a longer word only before a number.
NUMBERED = listed("no nos art sec fig figs ch p pp vol para")
#: These end a sentence only where a word follows that commonly begins one.
OPEN = listed("""
    inc ltd co corp llc plc jr sr jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat
    sun a.m p.m u.s u.k u.n e.u u.s.a u.s.s.r d.c n.y l.a ph.d b.a m.a m.d b.sc m.sc ave blvd rd hr hrs mln bln trln
    km kg cm mm sq bn est ed ext max min
""")
#: Of these, what ends a sentence where a capital and a small letter follow («at 5 p.m. Protesters came»).
CLOSING = listed("inc ltd co corp llc plc a.m p.m")
#: The same where a comma stands before («in Washington, D.C. Officials came»).
PLACES = listed("d.c n.y l.a")
DAYS = listed("""
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
    October November December Eastern Pacific Moscow Astana Almaty
""")
#: Words that begin sentences far more often than they go on after an abbreviation.
STARTERS = listed("""
    the a an in on at by for from to but and or so yet he she it they we i you his her its their our my this that
    these those there here when where while if as after before since although though however meanwhile because
    what why how who some many most all no not now then also both each one two such according then
""")
NEGATORS = listed("""
    not no never none nobody nothing neither nor nowhere without cannot hardly barely scarcely rarely seldom n't
    aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mightn't mustn't needn't shouldn't wasn't
    weren't won't wouldn't ain't lack lacks lacked lacking
""")
INTENSIFIERS = factors("""
    1.5 extremely absolutely utterly incredibly
    1.4 completely totally severely hugely
    1.3 very highly deeply strongly most seriously sharply significantly greatly
    1.2 really particularly especially so too
    1.1 more quite
    0.9 fairly
    0.8 relatively almost nearly
    0.7 somewhat partly partially little less
    0.6 slightly marginally least
""")
