"""How much is read: every limit of the formats, each with its reason.

What is over a limit is refused by name, never cut short: half an article would look like one.
"""

# A year of one reporter's articles as one text; larger "texts" are data.
MAX_TEXT = 20_000_000
# What holds more than words (pictures, many articles): the largest that is still read in memory.
MAX_FILE = 100_000_000

# An archive's members, and all they unpack to: a newspaper's month, not a disk.
MAX_MEMBERS = 10_000
MAX_UNPACKED = 1_000_000_000
# Prose packs to a third, tables of digits to a twentieth; a bomb to a thousandth. Small files may
# pack better than that by chance.
MAX_RATIO = 200
MIN_BOMB = 1_000_000

# Articles in one file of rows, and rows that may be broken before the file is given up.
MAX_ROWS = 200_000
MAX_BROKEN_ROWS = 1_000
# A table that is quoted row by row is embedded row by row: some minutes for this many.
MAX_TABLE_ROWS = 20_000
MAX_COLUMNS = 1_000

# Parts of a message, a page saved with its pictures among them; and parts within parts, of which a
# forwarded newsletter has four.
MAX_PARTS = 10_000
MAX_PARTS_DEEP = 30

# A report of 400 full pages took 12 seconds on a core that was shared; what takes longer hangs.
MAX_SECONDS = 60.0
# The parsers' own address space, where the system can hold them to it; a worker that has just
# started takes a tenth of it.
MAX_MEMORY = 2_000_000_000
