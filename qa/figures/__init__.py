"""Figures: the quantities and dates of a text, as printed and as meant, and how two compare."""

from qa.figures.compare import compare
from qa.figures.figure import Figure, Hedge, Kind, Period, Relation
from qa.figures.reading import find_figures, find_names

__all__ = [
    "Figure",
    "Hedge",
    "Kind",
    "Period",
    "Relation",
    "compare",
    "find_figures",
    "find_names",
]
