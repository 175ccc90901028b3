"""What a count counts: the head noun after it, lower-case and singular.

A light rule instead of a parser: after a number comes, within two adjectives, a plural, and that
is the noun ("28,500 U.S. troops"); of two plurals in a row the last ("sports cars"). After "one",
and after "percent of", the noun is the last word before the sentence goes on. Where the rule
sees no noun it says none.
"""

from qa.figures.tokens import HYPHENS, NUMBER, WORD, Token, past_hyphen, touching

# A number's noun stands behind at most two adjectives; a nationality may be two words more.
_FARTHEST = 4

_IRREGULAR = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "teeth": "tooth",
    "geese": "goose",
    "mice": "mouse",
    "lives": "life",
    "wives": "wife",
    "knives": "knife",
    "leaves": "leaf",
    "wolves": "wolf",
    "thieves": "thief",
    "halves": "half",
    "loaves": "loaf",
    "calves": "calf",
    "scarves": "scarf",
    "shelves": "shelf",
    "movies": "movie",
    "cookies": "cookie",
    "ties": "tie",
    "zombies": "zombie",
    "buses": "bus",
    "viruses": "virus",
    "campuses": "campus",
    "bonuses": "bonus",
    "crises": "crisis",
    "bases": "base",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "heroes": "hero",
    "potatoes": "potato",
    "tomatoes": "tomato",
    "vetoes": "veto",
    "torpedoes": "torpedo",
    "volcanoes": "volcano",
    "echoes": "echo",
    "shoes": "shoe",
    "canoes": "canoe",
    "aches": "ache",
    "caches": "cache",
    "axes": "axe",
    "series": "series",
    "species": "species",
    "headquarters": "headquarters",
    "barracks": "barracks",
    "personnel": "personnel",
    "staff": "staff",
    "police": "police",
    "cattle": "cattle",
    "sheep": "sheep",
    "deer": "deer",
    "fish": "fish",
    "aircraft": "aircraft",
    "spacecraft": "spacecraft",
    "offspring": "offspring",
    "alumni": "alumnus",
    "clergy": "clergy",
    "crew": "crew",
    "mps": "mp",
    "salmon": "salmon",
}
# They end in s and are no plurals.
_NOT_PLURAL = frozenset(
    "is was has does says his its this as us plus perhaps always across towards besides less thus "
    "yes gas bus news unless whereas sometimes afterwards overseas nowadays jobless regardless "
    "goes makes takes gives gets comes remains includes shows means needs wants seems becomes "
    "who's that's it's he's she's what's there's business process access success congress".split()
)
# The noun is over where one of these stands.
_STOPS = frozenset(
    "a an the and or but nor of in on at by for with from to into onto over under about above "
    "below between among against during after before since until till while as than then that "
    "which who whom whose where when why how if because so though although is are was were be "
    "been being am has have had having do does did done will would shall should can could may "
    "might must not no he she it they we i you him her them us this these those his its their our "
    "my your there here also only just even still already again ago later earlier now today "
    "yesterday tomorrow per each every both all any either neither via through throughout across "
    "amid along around behind beyond despite due except including like near off out outside past "
    "toward towards up down upon within without versus vs plus minus such too very apart away "
    "cannot said says told tells say saying added adding died fell rose grew won lost took gave "
    "got went came made met left held kept became began saw ran fled spent paid sent stood hit "
    "cut put set fought broke brought found felt led lay lie sat shot sold spoke struck swept "
    "thought wore wrote knew flew drew drove ate chose hid hurt let read shut split spread".split()
)
# Third persons that follow a noun oftener than they are one.
_VERBS = frozenset(
    "goes comes lives suffers answers says tells gives takes gets makes holds wants needs stays "
    "belongs remains believes thinks knows lies sits stands seems becomes begins ends sells buys "
    "pays costs earns owns keeps loses wins leaves arrives opens closes starts stops uses serves "
    "includes contains depends happens exists dies falls rises grows changes consists faces "
    "supports opposes expects hopes plans works runs leads speaks reads writes".split()
)
# Plurals that stand before the noun they describe.
_PLURAL_MODIFIERS = frozenset(
    "sports arms sales goods women men savings securities customs services systems drugs weapons "
    "communications operations earnings rights games jobs parts singles doubles".split()
)
# A body of people that one number measures: "a 28,500-strong force answers".
_BODIES = frozenset(
    "force army crowd team group unit contingent garrison battalion brigade mob workforce "
    "congregation audience crew staff company party membership corps fleet caravan convoy".split()
)
_DETERMINERS = frozenset("the all its their his her our those these a an".split())
_NO_NOUN_AFTER_ONE = frozenset("another more thing".split())


def noun_after(tokens: list[Token], i: int, *, one: bool = False) -> tuple[str, int] | None:
    """The noun counted by the number that ends before token *i*, and where it ends."""
    joined = past_hyphen(tokens, i)
    if joined > i:
        return _hyphenated(tokens, joined)
    run = _run(tokens, i)
    plural = _plural_in(tokens, run)
    if plural is not None:
        return singular(tokens[plural].low), plural + 1
    if not one or not run or tokens[run[0]].low in _NO_NOUN_AFTER_ONE:
        return None
    last = _last_noun(tokens, run)
    return (_lower(tokens[last]), last + 1) if last is not None else None


def noun_of(tokens: list[Token], i: int) -> tuple[str, int] | None:
    """The noun after "of" at *i*, behind its article: "of the defence budget"."""
    if tokens[i].low != "of":
        return None
    at = i + 1
    while tokens[at].low in _DETERMINERS or (at > i + 1 and tokens[at].kind == NUMBER):
        at += 1
    run = _run(tokens, at)
    plural = _plural_in(tokens, run)
    if plural is not None:
        return singular(tokens[plural].low), plural + 1
    last = _last_noun(tokens, run)
    return (_lower(tokens[last]), last + 1) if last is not None else None


def singular(word: str) -> str:
    """ "soldiers" is "soldier"; a word that is no plural stays."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 5:
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1] if looks_plural(word) else word


def looks_plural(word: str) -> bool:
    """Whether *word*, in lower case, looks like a plural noun."""
    if word in _IRREGULAR or (word.endswith("men") and len(word) > 5):
        return True
    if len(word) < 3 or word in _NOT_PLURAL or "'" in word or "’" in word:
        return False
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _hyphenated(tokens: list[Token], i: int) -> tuple[str, int] | None:
    """The noun in "a 15-member panel"; behind it in "28,500-strong troops"."""
    if tokens[i].kind != WORD:
        return None
    if tokens[i].low in ("strong", "odd", "plus", "some"):
        run = _run(tokens, i + 1)
        body = next((at for at in run if tokens[at].low in _BODIES), None)
        last = _first_given(body, _plural_in(tokens, run), _last_noun(tokens, run))
        return (singular(_lower(tokens[last])), last + 1) if last is not None else None
    return singular(_lower(tokens[i])), i + 1


def _first_given(*indices: int | None) -> int | None:
    return next((at for at in indices if at is not None), None)


def _run(tokens: list[Token], i: int) -> list[int]:
    """The indices of the words from *i* on that may be adjectives and their noun."""
    run: list[int] = []
    at = i
    while len(run) < _FARTHEST and _is_content(tokens[at]):
        if run and tokens[at].low in _VERBS:
            break
        run.append(at)
        at += 1
        while tokens[at].text in HYPHENS and touching(tokens, at) and touching(tokens, at + 1):
            at += 2  # "high-ranking" is one adjective
            run[-1] = at - 1
    return run


def _is_content(token: Token) -> bool:
    """Whether a word may be part of a noun phrase; "US" is no "us"."""
    return token.kind == WORD and (token.low not in _STOPS or token.text == "US")


def _plural_in(tokens: list[Token], run: list[int]) -> int | None:
    """The first plural of the run that does not itself stand before another: "sports cars"."""
    found = None
    for at in run:
        if looks_plural(tokens[at].low):
            found = at
            if tokens[at].low not in _PLURAL_MODIFIERS:
                break
    return found


def _last_noun(tokens: list[Token], run: list[int]) -> int | None:
    """The last word of the run that can be a noun; what comes after a participle is not."""
    nouns: list[int] = []
    for at in run:
        word = tokens[at].low
        if nouns and word.endswith(("ed", "ing", "ly")):
            break
        if not (word.endswith(("ed", "ly")) or "." in word):
            nouns.append(at)
    return nouns[-1] if nouns else None


def _lower(token: Token) -> str:
    for ending in ("'s", "’s"):
        if token.low.endswith(ending):
            return token.low[:-2]
    return token.low
