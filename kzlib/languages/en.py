"""English: abbreviations, negators and intensifiers."""

#: Before a capital these end no sentence (titles and the like).
TITLES = frozenset(
    "mr mrs ms dr prof gen col lt sgt capt cmdr maj adm gov sen rep rev hon pres st mt ft messrs supt insp amb "
    "atty det brig cpl pvt fr sr jr no nos vs v fig figs vol art sec ch pp p ed eds al cf eg ie viz op approx "
    "est dept univ assn bros".split()
)
#: These may end a sentence: they do when a capitalised word follows that commonly begins one.
OPEN = frozenset(
    "inc ltd co corp llc plc etc jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun "
    "a.m p.m am pm u.s u.k u.n e.u u.s.a u.s.s.r d.c n.y ph.d b.a m.a b.sc m.sc e.g i.e ave blvd rd hr hrs min "
    "mln bln trln km kg cm mm sq bn".split()
)
NEGATORS = frozenset(
    "not no never none nobody nothing neither nor nowhere without cannot hardly barely scarcely rarely seldom "
    "n't aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mightn't mustn't needn't "
    "shouldn't wasn't weren't won't wouldn't ain't lack lacks lacking denied denies deny".split()
)
INTENSIFIERS = {
    "very": 1.3, "extremely": 1.5, "highly": 1.3, "deeply": 1.3, "strongly": 1.3, "really": 1.2, "completely": 1.4,
    "totally": 1.4, "absolutely": 1.5, "utterly": 1.5, "particularly": 1.2, "especially": 1.2, "most": 1.3,
    "more": 1.1, "seriously": 1.3, "severely": 1.4, "sharply": 1.3, "significantly": 1.3, "so": 1.2, "too": 1.2,
    "hugely": 1.4, "incredibly": 1.5, "quite": 1.1, "somewhat": 0.7, "slightly": 0.6, "partly": 0.7, "partially": 0.7,
    "relatively": 0.8, "fairly": 0.9, "almost": 0.8, "marginally": 0.6, "little": 0.7, "less": 0.7, "least": 0.6,
}  # fmt: skip
