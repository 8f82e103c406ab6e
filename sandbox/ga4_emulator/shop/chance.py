"""Chance without state: the same key and topic always draw the same number.

A generator that is asked in another order, or for other days, draws otherwise; a hash does not. So every person and
visit keeps its character whatever day it is and however much of the shop is made.
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST_MULTIPLIER = np.uint64(0xBF58476D1CE4E5B9)
_SECOND_MULTIPLIER = np.uint64(0x94D049BB133111EB)


def uniform(keys: Keys, topic: str) -> Floats:
    """One number in [0, 1) for each key; other topics draw independently. SplitMix64's finaliser."""
    with np.errstate(over="ignore"):
        mixed = (keys + np.uint64(zlib.crc32(topic.encode()))) * _GOLDEN
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST_MULTIPLIER
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND_MULTIPLIER
        mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def exponential(keys: Keys, topic: str, mean: float) -> Floats:
    """Waiting times with this mean."""
    return -np.log1p(-uniform(keys, topic)) * mean


def choose(keys: Keys, topic: str, weights: Floats) -> Ints:
    """For each key an index into `weights`, drawn in their proportion."""
    cumulative = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(cumulative, uniform(keys, topic), side="right"), len(weights) - 1).astype(
        np.int64
    )


def choose_by_row(keys: Keys, topic: str, weights: Floats) -> Ints:
    """As `choose`, where each key has its own row of `weights`."""
    cumulative = np.cumsum(weights, axis=1)
    drawn = uniform(keys, topic) * cumulative[:, -1]
    below: Ints = (cumulative <= drawn[:, None]).sum(axis=1)
    chosen: Ints = np.minimum(below, weights.shape[1] - 1)
    return chosen
