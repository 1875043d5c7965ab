"""The folder that the stock `SentenceTransformer(path)` loads, and `search.encoder.embedded` reads."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from search.encoder.train.table import Floats

_MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.base.modules.normalize.Normalize",
    },
]
_CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def quantise(table: Floats) -> tuple[np.ndarray[Any, np.dtype[np.int8]], Floats]:
    """(V, d) int8 rows and (V,) float32 scales: `row ~ int8 * scale`, scale = max|row| / 127.

    Costs nothing measurable in finding, and a quarter of the size.
    """
    scales = np.abs(table).max(axis=1) / np.float32(127)
    safe = np.where(scales > 0, scales, np.float32(1))
    return np.round(table / safe[:, None]).astype(np.int8), scales.astype(np.float32)


def write_model(folder: Path, tokenizer: Any, table: Floats, card: str) -> str:
    """Writes the folder and returns the fingerprint of tokenizer and table, which names the encoder."""
    from safetensors.numpy import save_file

    rows, scales = quantise(table)
    words = tokenizer.to_str(pretty=False)
    fingerprint = sha256(words.encode() + rows.tobytes() + scales.tobytes()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1_Normalize").mkdir(exist_ok=True)
    (folder / "1_Normalize" / "config.json").write_text("{}\n", encoding="utf-8")
    (folder / "tokenizer.json").write_text(words, encoding="utf-8")
    save_file(
        {"embeddings": rows, "weights": scales},
        folder / "model.safetensors",
        metadata={"fingerprint": fingerprint, "format": "np"},
    )
    (folder / "model.safetensors").chmod(0o644)  # safetensors writes it for its owner alone
    _write_json(folder / "modules.json", _MODULES)
    _write_json(folder / "config_sentence_transformers.json", _CONFIG)
    (folder / "README.md").write_text(card, encoding="utf-8")
    return fingerprint


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
