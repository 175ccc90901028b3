"""Which column, or key, of a table holds what: by its usual name, or as a person has said.

Names are compared without case; the usual ones by their letters alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.errors import ColumnError

# As they are compared: lower case, letters only. The surest first.
USUAL_NAMES = {
    "text": "text body content articletext articlebody fulltext maintext bodytext article story",
    "title": "title headline heading articletitle",
    "publisher": "publisher source site outlet publication newspaper sourcename sitename website",
    "date": "published date publishedat datepublished publicationdate publisheddate pubdate "
    "publishdate time created",
    "author": "byline author authors writer creator",
    "url": "url link permalink articleurl",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns that a person has named, each a field of USUAL_NAMES and a name, as given.

    Of several for one field, the first that a table has is its column.
    """

    named: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.named)

    def find(self, field: str, keys: Iterable[str]) -> str | None:
        """The one of *keys* that holds *field*; a named one before one that is usual."""
        there = {key.strip().casefold(): key for key in keys}
        for name in self.names_of(field):
            if (key := there.get(name.casefold())) is not None:
                return key
        plain = {"".join(filter(str.isalpha, name)): key for name, key in there.items()}
        return next((plain[name] for name in USUAL_NAMES[field].split() if name in plain), None)

    def names_of(self, field: str) -> Iterator[str]:
        return (name for named, name in self.named if named == field)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that columns are named for, each once."""
        return tuple(dict.fromkeys(field for field, _ in self.named))


USUAL = Columns()


def named_column(said: str) -> tuple[str, str]:
    """The field and the name of "text=Story".

    Raises:
        ColumnError: it names no field that we know, or no column.
    """
    field, _, name = said.partition("=")
    field, name = field.strip().lower(), name.strip()
    known = ", ".join(USUAL_NAMES)
    if field not in USUAL_NAMES:
        raise ColumnError(f"{said!r} names no field: write FIELD=NAME, FIELD one of {known}.")
    if not name:
        raise ColumnError(
            f"{said!r} names no column: write {field}=NAME, as the table's head has it."
        )
    return field, name
