"""Any SentenceTransformer on this machine. The owner of sentence-transformers, which is imported late."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.encoder import EncoderError

# The Chinese models of BAAI (v1 and v1.5) were trained with this in front of questions and say so in
# their cards, but not in their configuration.
_BGE_PREFIX = "为这个句子生成表示以用于检索相关文章："
_BATCH = 32
_NO_EXTRA, _INSTALL = "需要 sentence-transformers，尚未安装", "请运行：pip install 'suizhi[models]'"


class ModelEncoder:
    """A model of sentence-transformers behind the face of `Encoder`; nothing is fetched for it.

    Args:
        name: the model's folder, or the name under which this machine's cache of the hub has it.

    Raises:
        EncoderError: the extra is not installed, or no such model is on this machine.
    """

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as problem:
            raise EncoderError(name, _NO_EXTRA, _INSTALL) from problem
        folder = _folder_of(name)
        try:
            self._model: Any = SentenceTransformer(str(folder), local_files_only=True)
        except (OSError, ValueError) as problem:
            raise EncoderError(
                name, f"打不开这个模型（{problem}）", "请给出本机上模型文件夹的路径"
            ) from problem
        self.dim = int(self._model.get_embedding_dimension())
        self.name = f"{name}-{_stamp(folder)}"
        self._query = _query_options(name, dict(self._model.prompts or {}))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode(texts, {})

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode(texts, self._query)

    def _encode(self, texts: Sequence[str], options: dict[str, str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        rows = self._model.encode(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False, **options
        )
        return np.asarray(rows, np.float32)


class ModelRereader:
    """A cross-encoder of sentence-transformers behind the face of `Rereader`; nothing is fetched for it.

    Args:
        name: the model's folder, or the name under which this machine's cache of the hub has it.

    Raises:
        EncoderError: the extra is not installed, or no such model is on this machine.
    """

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import CrossEncoder
        except ImportError as problem:
            raise EncoderError(name, _NO_EXTRA, _INSTALL) from problem
        folder = _folder_of(name)
        try:
            self._model: Any = CrossEncoder(str(folder), local_files_only=True)
        except (OSError, ValueError) as problem:
            raise EncoderError(
                name, f"打不开这个模型（{problem}）", "请给出本机上模型文件夹的路径"
            ) from problem

    def scores(self, query: str, passages: Sequence[str]) -> NDArray[np.float64]:
        """See `Rereader`."""
        if not passages:
            return np.zeros(0)
        pairs = [(query, passage) for passage in passages]
        found = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        return np.asarray(found, np.float64).reshape(len(passages), -1)[:, -1]


def _folder_of(name: str) -> Path:
    """The model's folder: `name` itself, or where this machine's cache has it.

    sentence-transformers asks the hub for some files even when it is told to stay local.
    """
    from huggingface_hub import snapshot_download

    folder = Path(name)
    if folder.is_dir():
        return folder
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError) as problem:
        raise EncoderError(name, "本机上没有这个模型", "请给出本机上模型文件夹的路径") from problem


def _query_options(name: str, prompts: dict[str, str]) -> dict[str, str]:
    if prompts.get("query"):
        return {"prompt_name": "query"}
    folder = Path(name).name.lower()
    if folder.startswith("bge-") and "zh" in folder.split("-"):
        return {"prompt": _BGE_PREFIX}
    return {}


def _stamp(folder: Path) -> str:
    """A hash of names, sizes and times of a model's files: changes when the model is replaced."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    rows = [f"{p.relative_to(folder)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in files]
    return sha256("\n".join(rows).encode()).hexdigest()[:12]
