"""The words that news numbers things with ("Article 9"), and the names that hold a number word."""

# In any case: "page 12", "Chapter 11", "type 2".
HEADS = frozenset(
    "page pages chapter chapters section sections article articles paragraph paragraphs clause "
    "annex appendix verse volume vol flight route highway channel phase stage tier type version "
    "step grade category level rule room gate platform lane pier row apartment apt suite lot "
    "track runway exit bus tram figure fig table item line p pp art sec ch para no nos number "
    "episode issue resolution proposition prop amendment directive covid size psalm zone ward "
    "charter".split()
)
# Only with a capital; in lower case they may be counted, or stand before a count.
CAPITAL_HEADS = frozenset(
    "boeing airbus embraer cessna bombardier tupolev antonov ilyushin sukhoi mirage typhoon "
    "apollo gemini voyager pioneer falcon soyuz shenzhou tiangong chandrayaan artemis mercury "
    "viking mariner sputnik vostok atlas titan ariane delta iphone ipad ipod ios macos android "
    "galaxy note pixel windows playstation xbox python java chrome firefox photoshop office "
    "kindle title part act bill law interstate area district class bureau division unit camp "
    "group model series mark formula radio bbc itv espn fox studio mach agenda vision tower "
    "terminal building block point fortune forbes nikkei ftse nasdaq dax russell kospi kosdaq "
    "topix csi stoxx cac ibex asx sensex nifty global bowl olympiad peugeot fiat renault citroen "
    "volvo mazda saab porsche ferrari bmw audi mercedes genesis exodus leviticus matthew luke "
    "john acts romans corinthians isaiah hwasong nodong taepodong pukguksong unha musudan scud "
    "patriot tomahawk leopard abrams challenger opus symphony sonata regulation protocol goal sdg "
    "plan project operation order decree question measure ballot week day leg sector lab station "
    "house engine company ladder hall court precinct juno".split()
)
# These are names only if nothing is counted behind their number.
WEAK_HEADS = frozenset(
    "bbc fox week day group house company court law plan project order question measure class "
    "series note mark unit office bill act global area point john luke matthew romans goal hall "
    "part model line size table type step level item grade stage phase number row issue bus "
    "station sector leg operation division charter pier lane channel figure".split()
)
# What a Roman numeral of one letter may stand behind.
ROMAN_HEADS = frozenset(
    "war title part act chapter article volume phase type class section book bowl level grade "
    "mark stage schedule appendix".split()
)
# Not only behind these words: any word in capitals inside a sentence that has a bare number behind
# it, before one of these or a mark, is taken for a name ("Charter 77 had").
AFTER_A_NAME = frozenset("had was is has will would went came says said became won lost".split())

# Whole names, each word in capitals but the small ones.
PHRASES = (
    "world war i|world war ii|world war iii|world war one|world war two|world war three|"
    "first world war|second world war|third world war|third world|third reich|"
    "air force one|air force two|marine one|formula one|five eyes|six nations|seven sisters|"
    "three gorges|four seasons|two sessions|ten commandments|twelve apostles|big three|big four|"
    "big five|big ten|big 12|fab four|final four|group of seven|group of eight|group of twenty|"
    "group of 7|group of 8|group of 20|group of 77|gang of four|catch twenty two|"
    "hundred years' war|thirty years' war|seven years' war|hundred years war|thirty years war|"
    "six day war|one direction|capital one|one belt|one china|fourth of july|five star movement|"
    "nine inch nails|seven wonders|s & p 500"
).split("|")
# And these in any case.
ANY_CASE_PHRASES = (
    "first lady|first ladies|first minister|first aid|first name|first names|second nature|"
    "second thought|second thoughts|second to none|second wind|second guess|second hand|"
    "first hand|third party|number one|number two|square one|24 / 7|9 / 11|7 / 7|50 / 50|20 / 20"
).split("|")
