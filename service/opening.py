"""The encoder that an index was made with, from this machine: the network is never asked."""

from __future__ import annotations

from pathlib import Path

from indexer.encoder import Encoder, load_encoder
from indexer.errors import EncoderMismatch, ModelError
from indexer.index import Index


def encoder_of(index: Index, index_dir: Path) -> Encoder:
    """The encoder of an index. Raises `EncoderMismatch` where the one of that name is another, or
    cannot be had here."""
    made_with = index.manifest["encoder"]
    name, anew = made_with["name"], f"plansok index --index {index_dir}"
    try:
        encoder = load_encoder(name)
    except ModelError as exc:
        raise EncoderMismatch(
            f"index {index_dir} was made with encoder {name!r}, which cannot be loaded: {exc}; or "
            f"rebuild it with the default: {anew}"
        ) from exc
    if encoder.fingerprint != made_with["fingerprint"]:
        raise EncoderMismatch(
            f"index {index_dir} was made with encoder {name} "
            f"({made_with['dimensions']} dimensions, {made_with['fingerprint'][:12]}), the one "
            f"loaded is {encoder.name} ({encoder.dimensions}, {encoder.fingerprint[:12]}); "
            f"rebuild it: {anew}"
        )
    return encoder
