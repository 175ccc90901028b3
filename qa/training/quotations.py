"""What people said, as questions: "What did NAME say?", answered by the whole quotation."""

import re
from collections.abc import Iterable

from qa.training.rows import Dice, Example

_SPEAKER = (
    r"(?:[A-Z][\w.'’-]+\s){0,3}[A-Z][\w'’-]+|(?:[Tt]he|[Aa]|[Hh]is|[Hh]er)\s(?:[a-z]+\s){1,3}"
)
_SAYS = r"(?:said|says|stated|told [\w ]{2,25}|added|commented|explained|warned|argued|insisted)"
_QUOTED = (
    re.compile(rf'[“"](?P<said>[^“”"]{{25,400}}?)[,.!?]?[”"],?\s{_SAYS}\s(?P<who>{_SPEAKER})\b'),
    re.compile(rf'[“"](?P<said>[^“”"]{{25,400}}?)[,.!?]?[”"],?\s(?P<who>{_SPEAKER})\s{_SAYS}\b'),
    re.compile(rf'(?P<who>{_SPEAKER})\s{_SAYS}[,:]?\s[“"](?P<said>[^“”"]{{25,400}}?)[.!?,]?[”"]'),
    re.compile(rf"(?P<who>{_SPEAKER})\s{_SAYS} that (?P<said>[^“”\".;]{{25,250}})(?=[.;])"),
)
_PRONOUN = re.compile(r"^(?:He|She|It|They|I|We|But|And|In|The|This|That|As)\b")


def quotations(contexts: Iterable[str], dice: Dice) -> list[Example]:
    """Of every speech in *contexts*: "What did NAME say (about …)?"."""
    return [
        Example(
            kind="quotation", context=context,
            question=_what_said(match["who"].strip(), match["said"], dice),
            answer=match.span("said"), accepted=(match["said"],),
        )
        for context in contexts
        for pattern in _QUOTED
        for match in pattern.finditer(context)
        if not _PRONOUN.match(match["who"])
    ]  # fmt: skip


def _what_said(who: str, said: str, dice: Dice) -> str:
    topics = re.findall(
        r"\b(?:the|our|their|his|this|a|an|of|for|on)\s((?:[a-z]{4,}\s)?[a-z]{5,})\b", said
    )
    verb = dice.choice(("say", "say", "say", "state", "tell reporters", "comment"))
    if topics and dice.random() < 0.6:
        about = f"the {dice.choice(topics)}" if dice.random() < 0.7 else dice.choice(topics)
        return dice.choice((
            f"What did {who} {verb} about {about}?", f"What does {who} say about {about}?",
            f"What was {who}'s view of {about}?", f"How did {who} comment on {about}?",
        ))  # fmt: skip
    return dice.choice(
        (f"What did {who} {verb}?", f"What did {who} {verb}?", f"How did {who} respond?")
    )
