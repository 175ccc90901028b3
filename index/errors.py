"""Everything that can go wrong and that a person can mend.

Each message says what happened, with the value; where; and what to do. The doors print it
without a traceback. Anything else that goes wrong is a broken promise of ours and crashes.

* ReportableError
  x DocumentError           one file could not be added; the others are
  x LibraryError            the library file cannot be used as it is
    + EmptyLibraryError     ... because nothing has been added yet
    + LibraryMismatchError  ... because another embedder, program or version made it
  x ModelError              a model file is missing, truncated or altered
    + ReaderError           ... or gives scores that are not numbers
  x QuestionError           the question cannot be read as one
  x ColumnError             a column of a table cannot be named so
  x FilterError             the filter cannot be read as one, or leaves no article
  x CorrectionError         a date or a publisher cannot be that of an article
  x TranscriptError         a file holds no quotations that could be verified
  x WatchError              a folder cannot be watched
"""


class ReportableError(Exception):
    """A fault a person can mend; its text is the whole message."""


class DocumentError(ReportableError):
    """One file could not be added."""


class LibraryError(ReportableError):
    """The library file cannot be used as it is."""


class EmptyLibraryError(LibraryError):
    """Nothing has been added to the library yet."""


class LibraryMismatchError(LibraryError):
    """The library was made by another embedder, another program or a newer version."""


class ModelError(ReportableError):
    """A model file is missing, truncated or altered."""


class ReaderError(ModelError):
    """The reader's weights are unusable, or gave scores that are not numbers."""


class QuestionError(ReportableError):
    """The question cannot be read as one."""


class ColumnError(ReportableError):
    """A column of a table cannot be named so."""


class FilterError(ReportableError):
    """The filter cannot be read as one, or leaves no article."""


class CorrectionError(ReportableError):
    """A date or a publisher, written by a person, cannot be that of an article."""


class TranscriptError(ReportableError):
    """A file holds no quotations that could be verified."""


class WatchError(ReportableError):
    """A folder cannot be watched."""
