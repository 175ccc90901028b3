"""A process that only parses: ``python -m index.formats.worker``, started by ``apart.py``.

Asked on standard input, it answers on standard output, until its input ends. A request is a line
of JSON that says name, suffix and size, then the document; an answer is a line with a size, then
JSON. A parser's own mistake is not caught: the process ends, and its owner says so.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from index.errors import DocumentError
from index.formats.content import Content, content_json
from index.formats.docx import read_docx
from index.formats.epub import read_epub
from index.formats.limits import MAX_MEMORY, MAX_TEXT
from index.formats.odt import read_odt
from index.formats.pdf import read_pdf
from index.formats.rtf import read_rtf

READERS: Mapping[str, Callable[..., Content]] = {
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".odt": read_odt,
    ".rtf": read_rtf,
    ".epub": read_epub,
}


def main() -> None:
    _limit_memory()
    requests = sys.stdin.buffer
    # Whatever a library prints goes where errors go, not among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while line := requests.readline():
        asked = json.loads(line)
        reply = json.dumps(_answer(asked, requests.read(asked["size"]))).encode("ascii")
        answers.write(b"%d\n%b" % (len(reply), reply))
        answers.flush()


def _answer(asked: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    name = asked["name"]
    try:
        content = READERS[asked["suffix"]](data, name=name)
        if len(content.text) > MAX_TEXT:
            raise DocumentError(f"{name}: over {MAX_TEXT // 1_000_000} MB of text. Split it.")
    except DocumentError as error:
        return {"reason": str(error)}
    except MemoryError:
        return {"reason": f"{name}: takes too much memory to read. Split it."}
    except RecursionError:
        return {"reason": f"{name}: nested too deep to be read. Save it as plain text."}
    return {"content": content_json(content)}


def _limit_memory() -> None:
    """Hold this process to MAX_MEMORY; macOS and Windows have no such way to."""
    if sys.platform == "linux":
        import resource

        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = MAX_MEMORY if most == resource.RLIM_INFINITY else min(MAX_MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


if __name__ == "__main__":
    main()
