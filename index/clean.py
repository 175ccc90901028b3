"""Which parts of a text are article, and which are the furniture around it.

Menus, share bars, links and teasers, sign-up and feedback boxes, copyright notices, bylines that
stand alone and captions printed twice are furniture: they are left out of passages, never out of
the text, so every offset stays true. Precision comes first. A rule reads a whole short line,
never a part of one; a paragraph that ends in a full stop and has more than twelve words stays,
unless the text has printed it before, it opens with a copyright sign, only a notice says it, or
it stands in a list of teasers.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise

from index.article import Range
from index.printed import (
    MAX_HEAD,
    MAX_LINE_WORDS,
    byline_of,
    find_lines,
    head_of,
    is_credit,
    is_prose,
    plain,
    publisher_of,
    tail_of,
)
from index.stamps import NEAR_HEADING, stamp_of

# A paragraph shorter than this may well be said twice ("It was not."): a caption is longer. Far
# apart even a sentence may be true of two things, as in a list of states; most such sentences
# seen in 8,800 news texts were shorter than the second figure.
MIN_REPEATED = 40
MIN_REPEATED_AFAR = 80
NEAR = 3
# A longer line is no menu and no notice.
MAX_FURNITURE = 160
# A line longer than this, not ending a sentence, was wrapped to fit a width (as in chunk.py).
MIN_WRAPPED = 50

# A text with so many lines of furniture is a web page.
LEAST_SIGNS = 2
# A teaser is a heading and a few lines. One alone may be a part of the article, and so may the
# first of a page that has no other text.
MAX_TEASER = 5
LEAST_TEASERS = 3
LEAST_ARTICLE = 3
LEAST_HEADLINE = 5
# Above a title a shorter line is no sentence of the article, even if it ends like one.
LEAST_SENTENCE = 8

# What furniture says: whole lines in lower case, without the marks at their ends.
_NAVIGATION = (
    r"search(?: in| this)?(?: the)?(?: web)?(?: ?site)?",
    r"(?:(?:go|skip|jump) to (?:the )?(?:main )?(?:contents?|navigation|menu|search|footer) ?)+",
    r"menu|close|home ?page|site ?map|back to (?:the )?top|(?:load|show|view|see) (?:more|all)",
    r"(?:next|previous) (?:article|story|post)(?: .*\bprevious (?:article|story|post).*)?|loading",
    r"log ?in|sign ?in|sign ?out|my account|log ?in / register",
    r"create (?:an |your )?(?:free )?account|(?:about|contact)(?: us)?|faqs?",
    r"(?:text|font) size.{0,20}|a a a|print(?: this)?(?: (?:article|page|story))?",
    r"(?:photo|image) gallery|play video|watch (?:now|video|live)|video player .*|listen now",
    r"back to list|search jobs|select version|(?:current|us|uk|international|australia) edition",
    r"cart \d+|skip ad|reuse this content|copy (?:&|and) paste this html .*|.{3,40} back to home",
    r"you are on the classic version of .*",
    r"(?:click|tap) here(?: (?:to|for) .{1,60})?",
    r"(?:more|further) (?:information|details) (?:can be found|is available|are available) here",
    r"unable to (?:view|see) .{1,60}click here.*|support the \w+",
)
_SHARING = (
    r"share(?: this)?(?: (?:article|story|page|post|video))?",
    r"share(?: this)?(?: (?:article|story))? on (?:facebook|twitter|x|whatsapp)",
    r"(?:facebook|twitter|linkedin|whatsapp|instagram|pinterest|reddit|telegram|youtube|"
    r"e-?mail|print|share|tweet|pin(?: it)?|copy link|,|\||/| ){2,}",
    r"tweet|copy link|link copied|\d+ shares?",
    r"(?:follow|like|find|join) us(?: on .{1,60})?|follow .{3,80}@.*",
    r"(?:listen to|gift|save|bookmark|e-?mail|rate) this (?:article|story|page)",
)
_SUBSCRIBING = (
    r"(?:please )?(?:sign[- ]?up|subscribe|register)(?: (?:now|today|here|for free))?",
    r"(?:sign[- ]?up|subscribe|register) (?:for|to|with|here|now|today)\b.*"
    r"\b(?:newsletters?|inbox|e-?mails?|alerts?|updates|channel|podcast|free|today|now|here)\b.*",
    r"get .{1,80}\b(?:in|to) your (?:inbox|e-?mail|texts)\b.*|get (?:our|the) .{0,40}newsletter.*",
    r"support (?:local|our|independent) journalism\b.*|(?:already )?a subscriber\?.*",
    r"download (?:our|the) .{1,30}\bapp\b.*|newsletters?",
)
_ADVERTISING = (
    r"advertisements?(?:\W{1,3}continue reading(?: below)?)?|advertise with us|ad feedback",
    r"(?:\d\. )?how relevant is this ad to you",
    r"video ad feedback .*|you will be redirected back to your article.*",
    r"sponsored(?: content| by .{1,40})?|promoted(?: content| stories)?|ads? by .{1,30}",
    r"paid (?:post|content)",
    r"(?:story|article) continues (?:below|after)(?: (?:this )?(?:ad|advertisement|video|promo))?",
    r"scroll (?:down )?to (?:continue|read)(?: .{1,30})?|continue reading(?: .{1,40})?",
)
_MORE = (
    r"(?:read|see|find|learn|watch) more(?: of the coverage)? here|want to continue reading",
    r"(?:read|see) (?:more|next|also)(?: on .{1,40}|: .*)?|also read(?:: .*)?",
    r"read (?:the|a|our) full (?:story|article|review|report|interview)(?: (?:on|of) .{1,60})?",
    r"(?:more|related|see also|latest|latest updates|earlier|learn more):\S.*|more: .*",
    r"read next: .*|see also: .*|learn more: .*",
    r"recommended(?: for you| stories| articles)?",
    r"related(?: (?:stories|articles|news|topics|links|content|coverage|posts|reading|video))?",
    r"related(?: (?:stor(?:y|ies)|articles?|news|links?|content|coverage|posts?))?: .*",
    r"more(?: (?:stories|news|top stories|headlines|articles|coverage|like this))",
    r"more (?:on|from|about) (?:this|the) (?:story|topic|author|subject|site|web)",
    r"(?:most|top) (?:read|popular|viewed|shared|commented|e-?mailed)(?: (?:stories|articles))?",
    r"(?:top|latest|breaking|trending|all) (?:stories|news|headlines)|trending(?: now)?",
    r"you (?:may|might) (?:also )?(?:like|be interested in)|editors?['’]?s?['’]? picks?",
    r"(?:what to read|up) next",
    r"more from our \w+|popular on .{1,30}|next in \w+|must read",
    r"(?:trending|suggested|latest) (?:stories|articles|posts|videos)",
    r"you (?:also )?might (?:also )?like",
)
_LEGAL = (
    r"all rights reserved\b.*|.{0,60}\ball rights reserved|©.*",
    r"copyright(?: (?:by\b|\(c\)|©|[12]\d{3}).*| notice)?",
    r"(?:(?:terms of (?:use|service)|privacy (?:policy|notice|settings|center)|cookie policy|"
    r"contact us|about us|terms(?: and conditions| & conditions)?)(?: and |[,|•·& ]{0,5}))+",
    r"cookie (?:settings|preferences|notice|statement)|do not sell .{1,50}information",
    r"(?:accept|reject|manage|allow)(?: all)? cookies|(?:we|this (?:web)?site) uses? cookies\b.*",
    r"reprints?(?: & permissions)?|order reprints",
)
_FEEDBACK = (
    r"(?:send|give|leave|share)(?: us)?(?: your)? feedback|how can we improve",
    r"thank(?:s| you) for your feedback|report (?:an? )?(?:error|typo|correction)s?",
    r"(?:was|is|did you find) this (?:article|page|story) (?:helpful|useful|interesting|clear)",
    r"(?:found|spotted|seen) (?:a mistake|an error|a typo)\b.*|write to (?:us|the editors?)",
    r"we read every (?:note|letter|message|comment)\b.*",
    r"(?:post|leave|add|view|show|read|hide|join)(?: an?| all| the)? (?:comments?|conversation)",
    r"let us know (?:.{2,40} )?in the comments(?: below)?",
    r"(?:please )?enter your e-?mail(?: address)?",
    r"(?:(?:your )?(?:e-?mail(?: address)?|name|message|password) ?\* ?)+.*",
    r"leave a (?:reply|comment)(?: cancel reply)?|loading comments|report an error.*",
    r"\d+ comments?|comments? \(\d+\)|\d+ min(?:ute)?s?(?: to)? read|submit|cancel",
)
_SIGN_OFF = (
    r"contribut(?:ing|ors?): .*|from .{0,40}\bwire (?:reports|services)",
    r"(?:additional )?(?:reporting|writing|editing|compiled) by .*",
    r"(?:contact|reach|e-?mail) .{0,80}\S@\S+\.\S.*|\S+@\S+\.\S+(?: \(end\))?|end|\(end\)|-30-",
)
_LINES = re.compile(
    "|".join(
        _NAVIGATION
        + _SHARING
        + _SUBSCRIBING
        + _ADVERTISING
        + _MORE
        + _LEGAL
        + _FEEDBACK
        + _SIGN_OFF
    )
)
# What only a notice says, however long it is.
MAX_NOTICE = 400
_SIGN_UP = r"(?:sign[- ]?up|subscribe|register)"
_NOTICES = re.compile(
    r"(?:sign[- ]?up for|subscribe to) .{0,60}\bnewsletters?\b|if you[’']re a subscriber, thank you"
    r"|(?:we|this (?:web)?site) uses? cookies|by continuing to (?:use|browse) (?:our|this) "
    r"|if you continue to use this (?:web)?site|you must be logged in to|to continue reading, "
    r"|your e-?mail address will not be published|please (?:enable|turn on) javascript"
    r"|you have (?:viewed|read) .{0,20}\bfree (?:articles|stories)|please fill out this field"
    r"|(?:all )?contents? ©|user comments or postings"
    r"|follow .{3,60} on (?:twitter|facebook|x|instagram|threads)\b"
    r"|.{3,160} contributed to this (?:report|story|article)\.?$"
    # Sign-up and subscription boxes.
    rf"|(?:[^.?!]{{3,80}}[.?!:…] ?)?{_SIGN_UP} (?:here|now|today|for|to|with)\b[^.]{{0,100}}"
    r"\b(?:newsletters?|inbox|text alerts|e-?mail alerts)\b"
    rf"|get .{{1,60}}\bnewsletters?\b.{{0,20}}{_SIGN_UP}\b"
    rf"|.{{0,60}}\btext with the .{{3,40}} team|{_SIGN_UP} to the week "
    r"|(?:or )?subscribe to .{2,60} for (?:unlimited|full|exclusive|access)"
    r"|(?:please )?(?:consider )?support(?:ing)? (?:local|our|quality|independent) journalism"
    r"|.{0,200}\bplease support (?:it|us|the work we[’']re doing|our (?:work|journalism)) "
    r"(?:with|by) (?:a subscri|subscri|becoming)"
    r"|(?:enjoy|like|value) .{3,40}journalism like this|.{3,60} and ?become an? .{2,40}subscriber"
    r"|thank you for (?:supporting|subscribing to) .{3,80}(?:journalism|you can subscribe)"
    r"|.{0,60}\b(?:use an|turn off your|disable your|whitelist \S+ in your) ad ?blocker\b"
    r"|(?:send me|get) e-?mail alerts? (?:for|from|about) "
    r"|we (?:ask you to keep|are committed to maintaining|encourage) .{0,120}\bcomments?\b"
    # Who pays: links that earn, grants.
    r"|we (?:occasionally|may|sometimes) (?:recommend|earn|receive|get) .{0,80}\b(?:products?|"
    r"items|commission|compensation|fee)\b"
    r"|[\w ]{2,30} may (?:earn|receive) (?:a |an )?(?:revenue|commission|compensation|affiliate)"
    r".{0,60}\b(?:links|purchases?|operators|partners)\b"
    r"|(?:if you )?(?:purchases|make a purchase|buy) .{0,80}\b(?:affiliate|commission)"
    r"|this (?:article|story|post|page) (?:may )?contains? (?:affiliate|sponsored) links"
    r"|[^.]{3,120} (?:is|are) (?:made possible|supported)(?: in part)? (?:by|through) (?:a|the) "
    r"(?:grant|generous support)"
    # Games, polls, podcasts and forecasts beside the article.
    r"|need a break\?|(?:.{3,40}: )?see who is running for .{3,90}voter guide"
    r"|.{0,60}\bcheck your local forecast here|listen to the podcast here|holiday deals: shop "
    r"|just curious for more\?|stay tuned to \S+ for the latest|feel free to drop us a line"
    r"|a version of this (?:story|article) (?:first )?appeared in .{3,60}newsletter"
    r"|(?:use|visit) the contact us page|more AP [\w ]{3,30}: https?://"
    # How to reach who wrote it.
    r"|contact [^.]{3,80}\bat\b.{0,150}\bfollow (?:him|her|them) "
    r"|(?:got|have) an? (?:\w+ ){0,4}(?:tip|story idea)s?\b.{0,160}"
    r"(?:contact|reach|e-?mail|send|call)|send (?:\w+ ){0,2}(?:tips|story ideas)\b.{0,60}@",
    re.I,
)
# What a page files the article under; counters of a menu: "Fish (38) Volcanoes (27)".
_FILED = re.compile(r"(?:key ?words|tags|tagged|filed under|posted in|categories)\s?:.*", re.I)
_COUNTED = re.compile(r"(?:[^\W\d_][^(),;.]{1,60}\(\d{1,4}\)\s*){8,}.{0,60}")
# A link in the midst of an article, behind a label or run into one where a page is made text:
# "Bridge falls:Nobody was hurt". Three in a row are a list of something else.
MOST_LINKS = 2
_LABELLED = re.compile(
    r"(?:stor(?:y|ies)|photos?|pictures|videos?|gallery|live updates|graphics?|interactive|"
    r"timeline|for subscribers|follow the .{3,40}|[^:]{3,30} (?:central|hub|tracker)): \S.*",
    re.I,
)
_LINK = re.compile(
    r"(?!.{0,80}\b(?i:note|correction|clarification|claim|rating|sources?)\b|.*\)[A-Z])"
    r"[\w'\"‘“][^.:!?]{1,80}(?:\??:(?=['\"‘“]?[A-Z])|[?!](?=[A-Z]))(?P<text>\S+(?: \S+){3,})"
)
# Whose picture it is, and no more.
_CREDIT = re.compile(
    r"(?!.*\w{3,}\. )(?:(?:photo(?:graph)?s?|images?|pictures?|credits?|(?:photo|image) credit)"
    r"\s?:\s?\S.{1,60}"
    r"|\((?:AP|AFP|EPA|Reuters|Getty|Yonhap|Xinhua|Kyodo)[ /](?:Photo|Images)[^()]{0,60}\)"
    r"|(?:[\w'’&.-]+ ){0,4}[\w'’&-]+(?<!\. )/(?:[\w .-]{2,30}/){0,3}"
    r"(?:AP|AFP|EPA|Reuters|Getty Images|Shutterstock|Bloomberg|Xinhua|USA TODAY(?: Network)?))",
    re.I,
)
# A heading over links to other articles.
_LIST_HEAD = re.compile(
    r"related(?: (?:stor(?:y|ies)|articles?|news|topics|links?|content|coverage|posts?|reading))?"
    r"|must read|(?:most|top|latest|trending|suggested|recommended) (?:read|viewed|popular|shared|"
    r"commented|news|stories|articles|headlines|posts|videos)|popular on .{1,30}|more from our \w+"
    r"|you (?:may|might|also)(?: (?:also|might))? (?:also )?like|recommended(?: for you)?"
    r"|more (?:news|stories|headlines|articles)|read more on|next in \w+|trending(?: now)?"
)
# The same, where it is marked as a heading.
_LIST_HEADING = re.compile(r"(?:more|latest)(?: (?:on|from|in|about))?(?: [^.?!:]{1,40})?")
# Words that stand in a site's menu; two of them in a row of short items make it one.
_MENU_WORDS = frozenset(
    "home|news|all news|sports|sport|business|world|politics|opinion|culture|entertainment|video|"
    "videos|photos|photo|tech|technology|science|health|weather|travel|lifestyle|life|money|markets|"
    "national|local|live|tv|radio|podcasts|search|menu|login|log in|sign in|subscribe|about|"
    "about us|contact|contact us|privacy|terms|help|more|latest|arts|economy|international|us|uk|"
    "europe|asia|africa|americas|middle east|korea|north korea|society|facebook|twitter|youtube|"
    "instagram|newsletters|shop|jobs|careers|advertise|faq|rss|archive|sitemap".split("|")
)
_MENU_SEPARATOR = re.compile(r"\s*[|•·»›>]\s*|\s/\s|\s{2,}|\s-\s")
_NOTICE = re.compile(r"(?:copyright\s*(?:©|\(c\)|[12][0-9]{3}\b)|©\s*\w)", re.I)
_EDGES = " .:!?…*_#>«»‹›[]()→←▶►▼▲•·|-–—"
# A repeated line that is no sentence, or has a label or a time before it ("Where: the town
# hall", "10:52 p.m. The launch"), is one of a list.
_LISTED = re.compile(r"[^.!?:]{1,30}:\s|[0-9•◾►-]")
_STATEMENT = re.compile(r"[.!…][\"'”’»)\]]*(?:\s*\([^()]{2,40}\))?$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_FULL_STOP = re.compile(r"[^.][.!][\"'”’»)\]]*$")
_BROKEN_OFF = re.compile(r"(?:\.\.\.|…)\]?$|\[$")
_CLOCK = re.compile(r"(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?,? )?\d{1,2}:\d{2}")
_UNWRAPPED = ".!?\"'”’:"


def body_ranges(text: str) -> tuple[Range, ...]:
    """Everything but the furniture: ascending, disjoint, no white space at any range's ends."""
    lines = find_lines(text)
    return join_lines(lines, body_lines(text, lines))


def body_lines(text: str, lines: Sequence[Range]) -> list[bool]:
    """For each line of *text*, whether it is article."""
    words = [plain(text, line) for line in lines]
    raws = [text[slice(*line)] for line in lines]
    edges = {*head_of(words), *tail_of(words)}
    alone = {i for i in range(len(lines)) if is_furniture(words[i], raws[i])}
    needless = alone | _links(words) | _around_headings(words, raws, page=len(alone) >= LEAST_SIGNS)
    needless |= _repeated(text, lines)
    return [
        not (i in needless or (i in edges and (is_credit(words, i) or _is_bar(raws[i]))))
        for i in range(len(lines))
    ]


def _around_headings(words: Sequence[str], raws: Sequence[str], *, page: bool) -> set[int]:
    """What headings tell to be furniture; more of it on a web page than in a text of one's own."""
    headings = [raw.startswith("#") for raw in raws]
    titles = (i for i, raw in enumerate(raws[:MAX_HEAD]) if page and raw.startswith("# "))
    title = next(titles, -1)
    found = _listed(words, headings, title) | _teasers(words, headings, page=page)
    return (found | _around(words, title)) - {title}


def join_lines(lines: Sequence[Range], kept: Sequence[bool]) -> tuple[Range, ...]:
    """The ranges that the kept lines make, neighbours joined."""
    joined: list[Range] = []
    follows = False
    for (start, end), keep in zip(lines, kept, strict=True):
        if keep and follows:
            joined[-1] = (joined[-1][0], end)
        elif keep:
            joined.append((start, end))
        follows = keep
    return tuple(joined)


def is_furniture(line: str, raw: str) -> bool:
    """Whether a whole line, *plain* and as it stands (*raw*), is furniture wherever it stands."""
    if not any(c.isalnum() for c in line) or line[0] == "←" or line[-1] == "→":
        return True
    if _NOTICE.match(line) or (len(raw) <= MAX_NOTICE and _is_notice(line)):
        return True
    if _COUNTED.fullmatch(line):
        return True
    if publisher_of(line) and line[-1] in "—–":  # "CNN —", its dateline lost
        return True
    words = len(line.split())
    if len(raw) > MAX_FURNITURE or (words > MAX_LINE_WORDS and _SENTENCE_END.search(line)):
        return False
    return bool(
        _LINES.fullmatch(line.strip(_EDGES).lower()) or _CREDIT.fullmatch(line)
    ) or _is_menu(raw)


def _is_notice(line: str) -> bool:
    return any(rule.match(line) for rule in (_NOTICES, _FILED))


def _is_menu(line: str) -> bool:
    """Three or more short items in a row, two of them words of a site's menu."""
    items = [item.lower() for item in _MENU_SEPARATOR.split(line.strip(_EDGES)) if item]
    short = all(len(item.split()) <= 3 for item in items)
    return len(items) >= 3 and short and sum(item in _MENU_WORDS for item in items) >= 2


def _is_bar(line: str) -> bool:
    """Above or below the article, any row of three or more short items without a figure."""
    if len(line) > MAX_FURNITURE:
        return False
    items = [item for item in _MENU_SEPARATOR.split(line.strip()) if item]
    short = all(len(item.split()) <= 4 for item in items)
    plain_words = not any(c.isdigit() for c in line) and not _SENTENCE_END.search(line)
    return len(items) >= 3 and short and plain_words


def _listed(words: Sequence[str], headings: Sequence[bool], title: int) -> set[int]:
    """The headlines of other articles: what follows a heading over links, up to a sentence."""
    found: set[int] = set()
    listing = False
    for i, line in enumerate(words):
        words_only = line.strip(_EDGES).lower()
        if _LIST_HEAD.fullmatch(words_only) or (
            headings[i] and i != title and _LIST_HEADING.fullmatch(words_only)
        ):
            listing = True
        elif i == title:
            listing = False
        elif listing and (is_prose(line) or _FULL_STOP.search(line) or line[:1] in '“"'):
            listing = i != title + 1 and _is_signed_teaser(words, headings, i)
        if listing:
            found.add(i)
    return found


def _is_signed_teaser(words: Sequence[str], headings: Sequence[bool], i: int) -> bool:
    """Whether line *i* stands alone between a heading and a byline or a date."""
    return i + 1 < len(words) and headings[i - 1] and is_credit(words, i + 1)


def _links(words: Sequence[str]) -> set[int]:
    """The links that stand alone, one or two, in an article; above it is a headline."""
    found: set[int] = set()
    run: list[int] = []
    head = head_of(words)
    for i, line in enumerate([*words, ""]):
        if i not in head and _is_link(line):
            run.append(i)
        else:
            found.update(run if len(run) <= MOST_LINKS else ())
            run = []
    return found


def _is_link(line: str) -> bool:
    if len(line) > MAX_FURNITURE:
        return False
    glued = _LINK.fullmatch(line)
    return not is_prose(glued["text"]) if glued else bool(_LABELLED.fullmatch(line))


def _around(words: Sequence[str], title: int) -> set[int]:
    """What stands above a page's title, but for sentences; bylines and dates right below it."""
    if title < 0:
        return set()
    found = {i for i in range(title) if not _is_sentence(words[i])}
    for i in range(title + 1, min(title + 1 + NEAR_HEADING, len(words))):
        if is_prose(words[i]):
            break
        if is_credit(words, i) or words[i] == words[title]:
            found.add(i)
    return found


def _is_sentence(line: str) -> bool:
    return is_prose(line) or bool(_FULL_STOP.search(line) and len(line.split()) >= LEAST_SENTENCE)


def _teasers(words: Sequence[str], headings: Sequence[bool], *, page: bool) -> set[int]:
    """Below an article, headings of others with the little that is printed of them."""
    starts = [i for i, line in enumerate(words) if headings[i] and not byline_of(line)]
    blocks = [range(a, b) for a, b in pairwise([*starts, len(words)])]
    article = [i for i, line in enumerate(words) if is_prose(line)][LEAST_ARTICLE - 1 :][:1]
    found: set[int] = set()
    for is_teaser in (_breaks_off, _is_signed, _is_headline) if page else (_breaks_off,):
        for told, run in groupby(blocks, partial(is_teaser, words)):
            some = list(run)
            if told and len(some) >= LEAST_TEASERS and article and some[0][0] > article[0]:
                found.update(i for block in some for i in block)
    return found | {block[0] for block in blocks if len(block) == 1 and block[0] + 1 in found}


def _breaks_off(words: Sequence[str], block: range) -> bool:
    return 1 < len(block) <= MAX_TEASER and bool(_BROKEN_OFF.search(words[block[-1]]))


def _is_signed(words: Sequence[str], block: range) -> bool:
    """A heading with a date or a byline, and at most one sentence."""
    below = [words[i] for i in block[1:]]
    signed = any(_CLOCK.fullmatch(line) or stamp_of(line) or byline_of(line) for line in below)
    return signed and len(block) <= MAX_TEASER and sum(map(is_prose, below)) <= 1


def _is_headline(words: Sequence[str], block: range) -> bool:
    """A long heading with no more below it than the rest of a headline."""
    below = [words[i] for i in block[1:]]
    question = below and words[block[0]].endswith("?")
    long = len(words[block[0]].split()) >= LEAST_HEADLINE and not _is_sentence(words[block[0]])
    return long and len(below) <= 1 and not question and not any(map(is_prose, below))


def _repeated(text: str, lines: Sequence[Range]) -> set[int]:
    """The lines of every paragraph that the text has printed before."""
    seen: dict[str, int] = {}
    found: set[int] = set()
    for place, numbers in enumerate(_paragraphs(text, lines)):
        words = " ".join(text[lines[numbers[0]][0] : lines[numbers[-1]][1]].split())
        if words in seen and _is_needless(words, place - seen[words]):
            found.update(numbers)
        seen[words] = place
    return found


def _is_needless(words: str, distance: int) -> bool:
    """Whether a paragraph, printed *distance* paragraphs ago, need not be printed again."""
    if distance > 1 and (_LISTED.match(words) or not _STATEMENT.search(words)):
        return False
    return len(words) >= (MIN_REPEATED if distance <= NEAR else MIN_REPEATED_AFAR)


def _paragraphs(text: str, lines: Sequence[Range]) -> Iterator[range]:
    """The numbers of the lines of each paragraph; one that is wrapped has several."""
    first = 0
    for i in range(len(lines)):
        if i + 1 == len(lines) or not _is_wrapped(text, lines[i], lines[i + 1]):
            yield range(first, i + 1)
            first = i + 1


def _is_wrapped(text: str, line: Range, following: Range) -> bool:
    start, end = line
    between = text[end : following[0]]
    blank = len(between.splitlines()) > 1
    return not blank and end - start > MIN_WRAPPED and text[end - 1] not in _UNWRAPPED
