"""The words that questions are told apart, changed and shortened by.

Tables of contraries, synonyms, conditions and modifiers, the patterns that names and figures are
found with, and the few ways of looking at a text as words that the other modules share. What is
``HELD_OUT`` is kept from training, so that a reader can be measured on changes it never saw.
"""

import re
from collections import defaultdict

from qa.training.rows import Range

STOP = frozenset(
    """a an the of in on at to for from by with and or is are was were be been did do does has have
    had will would can could should may might that which who whom whose what when where why how it
    its his her their this these those as than into about during after before not many much there
    he she they you i we s""".split()
)
WORD = re.compile(r"[A-Za-z]+(?:['’]t)?|\d[\d,.]*\d|\d")
NAME = re.compile(
    r"(?<=\s)[A-Z][\w’'.&-]*\w(?:\s(?:(?:of|the|de|al|van)\s)?[A-Z][\w’'.&-]*\w){0,3}"
)
MONTHS = ("January February March April May June July August September October November "
          "December").split()  # fmt: skip
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
# Written large at times, and no names all the same.
NO_NAMES = frozenset(
    """He She It They I We The This That Who What When Where How Why Jan Feb Mar Apr Jun Jul Aug
    Sep Oct Nov Dec""".split()
).union(MONTHS, DAYS)
YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w]|[.,]\d)")


# What changes a question when it is put for the other: not always a contrary, never the same.
_CONTRARY = """
before|after  next|previous  first|last  first|second  second|third  most|least
highest|lowest  largest|smallest  biggest|smallest  oldest|youngest  newest|oldest  best|worst
more|fewer  more|less  earlier|later  increase|decrease  increased|decreased  rise|fall  rose|fell
won|lost  win|lose  month|year  day|week  year|decade  north|south  east|west  northern|southern
eastern|western  male|female  man|woman  men|women  son|daughter  father|mother  brother|sister
husband|wife  king|queen  start|end  began|ended  begin|end  started|stopped  open|close
bought|sold  buy|sell  joined|left  join|leave  support|oppose  supported|opposed  allow|ban
allowed|forbidden  accepted|rejected  accept|refuse  agreed|refused  agree|refuse  like|dislike
likes|dislikes  love|hate  loves|hates  liked|disliked  good|bad  early|late  young|old  long|short
old|new  top|bottom  positive|negative  advantage|disadvantage  current|former  future|past
offered|paid  offer|pay  asked|answered  gained|lost  gain|lose  major|minor  majority|minority
black|white  left|right  hot|cold  cheap|expensive  easy|difficult  high|low  higher|lower
longer|shorter  faster|slower  president|vice-president  minister|opposition  raise|cut
raised|cut  import|export  imports|exports  strong|weak  strengthen|weaken  public|private
married|divorced  friend|enemy  success|failure  succeed|fail  arrived|departed  arrive|depart
attack|defend  attacked|defended  happy|sad  rich|poor  urban|rural  domestic|foreign
beginning|end  final|opening  many|few  always|never  often|rarely  minimum|maximum
morning|evening  summer|winter  spring|autumn  popular|unpopular  legal|illegal  approve|reject
approved|rejected  praised|criticised  praise|criticise  created|destroyed  built|demolished"""
_CONTRARY_HELD_OUT = """
born|died  published|banned  inside|outside  spend|save  spent|saved
add|remove  added|removed  largest|second-largest  hired|dismissed  same|different  main|secondary
upper|lower  teacher|pupil  army|navy  song|film  book|play  city|village  team|club
school|hospital  name|age  number|price  church|bank  water|oil  river|mountain  book|letter
war|treaty  used|avoided  said|denied  known|unknown  given|refused  founded|dissolved
become|remain  live|work  died|married  made|broke  called|visited  company|union
country|county  system|festival  group|museum"""
_SYNONYMS = """
profit|benefit  begin|start  began|started  end|finish  ended|finished  big|large
buy|purchase  bought|purchased  help|assist  job|post  job|position  leader|head  company|firm
say|state  said|stated  say|claim  agree|consent  agreed|consented  get|receive  got|received
give|provide  gave|provided  show|display  happen|occur  happened|occurred  kill|murder
killed|slain  make|produce  made|produced  need|require  needed|required  want|wish  wanted|wished
use|employ  used|employed  choose|select  chose|selected  chosen|selected  build|construct
built|constructed  purpose|aim  aim|goal  reason|cause  money|funds  city|town  country|nation
people|persons  kids|children  film|movie  author|writer  picture|image  area|region  car|vehicle
illness|disease  doctor|physician  lawyer|attorney  find|discover  found|discovered  quit|leave
keep|retain  kept|retained  try|attempt  tried|attempted  important|significant  main|chief
quick|fast  difficult|hard  famous|well-known  kind|sort  kind|type  called|named  become|turn
live|reside  lived|resided  die|perish  create|form  created|formed  establish|found
established|founded  name|title  near|close to  about|concerning  allow|permit  allowed|permitted
stop|halt  stopped|halted  fight|battle  win|gain  won|gained  meet|encounter  think|believe
thought|believed  many|numerous  often|frequently  also|too  occur|happen  pay|hand over
increase|rise  increased|grew  decrease|drop  decreased|fell  accept|take  refuse|decline
refused|declined  reject|turn down  rejected|turned down  attack|assault  vote|ballot
protest|demonstration  talks|negotiations  deal|agreement  agreement|accord  plan|scheme
law|legislation  ban|prohibition  banned|prohibited  election|poll  lead|head  led|headed
announce|declare  announced|declared  complain|protest  expect|anticipate  expected|anticipated"""


def pairs(text: str, *, both_ways: bool = True) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = defaultdict(list)
    for pair in re.split(r"\s{2,}|\n", text.strip()):
        left, right = pair.split("|")
        table[left].append(right)
        if both_ways and " " not in right:
            table[right].append(left)
    return {word: tuple(others) for word, others in table.items()}


CONTRARY, CONTRARY_HELD_OUT = pairs(_CONTRARY), pairs(_CONTRARY_HELD_OUT)
SYNONYMS = pairs(_SYNONYMS)

# Conditions put at the end of a question; {year} is one that the context does not name.
CONDITIONS = (
    "in {year}", "before {year}", "after {year}", "by {year}", "until {year}", "since {year}",
    "before the war", "after the war", "in the previous year", "the year before", "a year later",
    "a decade earlier", "last month", "next year", "for the second time", "in the second half",
    "in the original version", "under the previous government", "before the current one",
    "after leaving office", "per month", "each week", "on {day}", "in {month}", "on {month} {n}",
    "according to {name}", "with {name}", "in {place}", "for {name}", "from {place}",
    "at the second meeting", "in childhood", "after the election", "before the agreement",
    "outside {place}", "besides {name}", "instead of {name}", "other than the first",
)  # fmt: skip
CONDITIONS_HELD_OUT = (
    "at the age of {n}", "ahead of {year}", "during the strike", "following the merger",
    "in the third edition", "in the opinion of {name}", "under the old rules", "while in {place}",
    "as early as {year}", "in the final week", "twice", "prior to the reform",
)  # fmt: skip
MODIFIERS = ("other", "second", "previous", "original", "former", "next", "last", "third", "new")
MODIFIERS_HELD_OUT = ("earlier", "fourth", "rival", "future", "secret")


def words(text: str) -> list[str]:
    return [w.lower() for w in WORD.findall(text)]


def content(text: str) -> set[str]:
    return {w for w in words(text) if w not in STOP}


def names(text: str) -> list[re.Match[str]]:
    return [match for match in NAME.finditer(text) if match[0].split()[0] not in NO_NAMES]


def put(text: str, span: Range, new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def lower_first(question: str) -> str:
    """*question* to follow other words: its first letter small, if the word is no name."""
    first = question.split()[0] if question.split() else ""
    known = first.lower() in STOP
    return question[:1].lower() + question[1:] if known else question
