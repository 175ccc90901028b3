"""Which parts of a text are article, and which are the furniture around it.

Menus, share bars, feedback boxes, copyright notices, bylines that stand alone and captions
printed twice are furniture: they are left out of passages, never out of the text, so every
offset stays true. Precision comes first. A rule reads a whole short line, never a part of one;
a paragraph that ends in a full stop and has more than twelve words stays, unless the text
has printed it before or it opens with a copyright sign.
"""

import re
from collections.abc import Iterator, Sequence

from index.article import Range
from index.printed import (
    MAX_LINE_WORDS,
    find_lines,
    head_of,
    is_credit,
    is_prose,
    plain,
    publisher_of,
    tail_of,
)

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

# What furniture says: whole lines in lower case, without the marks at their ends.
_NAVIGATION = (
    r"search(?: in| this)?(?: the)?(?: web)?(?: ?site)?",
    r"(?:(?:go|skip|jump) to (?:the )?(?:main )?(?:contents?|navigation|menu|search|footer) ?)+",
    r"menu|close|home ?page|site ?map|back to (?:the )?top|(?:load|show|view|see) (?:more|all)",
    r"(?:next|previous) (?:article|story|post)|loading",
    r"log ?in|sign ?in|sign ?out|my account|log ?in / register",
    r"create (?:an |your )?(?:free )?account|(?:about|contact)(?: us)?|faqs?",
    r"(?:text|font) size.{0,20}|a a a|print(?: this)?(?: (?:article|page|story))?",
    r"(?:photo|image) gallery|play video|watch (?:now|video|live)|video player .*|listen now",
    r"back to list|search jobs|select version|current edition|cart \d+|skip ad|reuse this content",
)
_SHARING = (
    r"share(?: this)?(?: (?:article|story|page|post|video))?",
    r"share(?: this)?(?: (?:article|story))? on (?:facebook|twitter|x|whatsapp)",
    r"(?:facebook|twitter|linkedin|whatsapp|instagram|pinterest|reddit|telegram|youtube|"
    r"e-?mail|print|share|tweet|copy link|,|\||/| ){2,}",
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
    r"advertisements?|advertise with us|ad feedback|(?:\d\. )?how relevant is this ad to you",
    r"video ad feedback .*|you will be redirected back to your article.*",
    r"sponsored(?: content| by .{1,40})?|promoted(?: content| stories)?|ads? by .{1,30}",
    r"paid (?:post|content)",
    r"(?:story|article) continues (?:below|after)(?: (?:this )?(?:ad|advertisement|video|promo))?",
    r"scroll (?:down )?to (?:continue|read)(?: .{1,30})?|continue reading(?: .{1,40})?",
)
_MORE = (
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
MAX_NOTICE = 300
_NOTICES = re.compile(
    r"(?:sign[- ]?up for|subscribe to) .{0,60}\bnewsletters?\b|if you[’']re a subscriber, thank you"
    r"|(?:we|this (?:web)?site) uses? cookies|by continuing to (?:use|browse) (?:our|this) "
    r"|if you continue to use this (?:web)?site|you must be logged in to|to continue reading, "
    r"|your e-?mail address will not be published|please (?:enable|turn on) javascript"
    r"|you have (?:viewed|read) .{0,20}\bfree (?:articles|stories)|please fill out this field"
    r"|(?:all )?contents? ©|user comments or postings|follow .{3,60} on (?:twitter|facebook)\b"
    r"|.{3,160} contributed to this (?:report|story|article)\.?$"
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
    r"related(?: (?:stories|articles|news|topics|links|content|coverage|posts|reading))?|must read"
    r"|(?:most|top|latest|trending|suggested|recommended) (?:read|viewed|popular|shared|commented|"
    r"news|stories|articles|headlines|posts|videos)|popular on .{1,30}|more from our \w+"
    r"|you (?:may|might|also)(?: (?:also|might))? (?:also )?like|recommended(?: for you)?"
    r"|more (?:news|stories|headlines|articles)|read more on|next in \w+|trending(?: now)?"
)
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
_UNWRAPPED = ".!?\"'”’:"


def body_ranges(text: str) -> tuple[Range, ...]:
    """Everything but the furniture: ascending, disjoint, no white space at any range's ends."""
    lines = find_lines(text)
    return join_lines(lines, body_lines(text, lines))


def body_lines(text: str, lines: Sequence[Range]) -> list[bool]:
    """For each line of *text*, whether it is article."""
    words = [plain(text, line) for line in lines]
    edges = {*head_of(words), *tail_of(words)}
    needless = _repeated(text, lines) | _listed(words)
    return [
        not (i in needless or is_furniture(line, text[slice(*lines[i])]))
        and not (i in edges and (is_credit(words, i) or _is_bar(text[slice(*lines[i])])))
        for i, line in enumerate(words)
    ]


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
    if not any(c.isalnum() for c in line):
        return True
    if _NOTICE.match(line) or (len(raw) <= MAX_NOTICE and _NOTICES.match(line.lower())):
        return True
    if publisher_of(line) and line[-1] in "—–":  # "CNN —", its dateline lost
        return True
    words = len(line.split())
    if len(raw) > MAX_FURNITURE or (words > MAX_LINE_WORDS and _SENTENCE_END.search(line)):
        return False
    return bool(
        _LINES.fullmatch(line.strip(_EDGES).lower()) or _CREDIT.fullmatch(line)
    ) or _is_menu(raw)


def _is_menu(line: str) -> bool:
    """Three or more short items in a row, two of them words of a site's menu."""
    items = [item.lower() for item in _MENU_SEPARATOR.split(line.strip(_EDGES)) if item]
    short = all(len(item.split()) <= 3 for item in items)
    return len(items) >= 3 and short and sum(item in _MENU_WORDS for item in items) >= 2


def _is_bar(line: str) -> bool:
    """Above or below the article, any row of three or more short items without a figure."""
    items = [item for item in _MENU_SEPARATOR.split(line.strip()) if item]
    short = all(len(item.split()) <= 4 for item in items)
    plain_words = not any(c.isdigit() for c in line) and not _SENTENCE_END.search(line)
    return len(items) >= 3 and len(line) <= MAX_FURNITURE and short and plain_words


def _listed(words: Sequence[str]) -> set[int]:
    """The headlines of other articles: what follows a heading over links, up to a sentence."""
    found: set[int] = set()
    listing = False
    for i, line in enumerate(words):
        if _LIST_HEAD.fullmatch(line.strip(_EDGES).lower()):
            listing = True
        elif listing and (is_prose(line) or _FULL_STOP.search(line) or line[:1] in '“"'):
            listing = False
        if listing:
            found.add(i)
    return found


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
