"""Scores for all pairs of a city, or for entries that are about to come in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toancanh.planning.doubles.comparing import Compared, Entries, Floats, candidates, compare
from toancanh.planning.doubles.evidence import PRIOR, THRESHOLD, WEIGHTS, Pair, Reason
from toancanh.registry.dossier.model import CameraFacts

BEATEN_BY = 2.0
"""A pair is left out where one of its sides fits another entry better by so much: a camera rarely stands in the books
three times, and its neighbours on a crowded pole look like it."""


def score_all(facts: Sequence[CameraFacts], *, threshold: float = THRESHOLD) -> list[Pair]:
    """The pairs of a city that may be one camera, best first."""
    entries = Entries(facts)
    compared = compare(entries, *candidates(entries))
    return _chosen(entries, compared, threshold)


def score_incoming(
    facts: Sequence[CameraFacts], incoming: Sequence[CameraFacts], *, threshold: float = THRESHOLD
) -> list[Pair]:
    """The same for pairs of which one side or both are about to come in (with ids of their own)."""
    entries = Entries([*facts, *incoming])
    a, b = candidates(entries)
    new = {each.camera_id for each in incoming}
    is_new = np.array([each.camera_id in new for each in entries.facts], dtype=np.bool_)
    touched = is_new[a] | is_new[b]
    return _chosen(entries, compare(entries, a[touched], b[touched]), threshold)


def scores_of(compared: Compared) -> Floats:
    """Log odds of each pair."""
    total = np.full(len(compared.a), PRIOR)
    for evidence, holds in compared.found.items():
        total += WEIGHTS[evidence] * holds
    return total


def _chosen(entries: Entries, compared: Compared, threshold: float) -> list[Pair]:
    scores = scores_of(compared)
    best = np.full(len(entries), -np.inf)
    np.maximum.at(best, compared.a, scores)
    np.maximum.at(best, compared.b, scores)
    rival = np.maximum(best[compared.a], best[compared.b])
    kept = np.flatnonzero((scores >= threshold) & (scores > rival - BEATEN_BY))
    pairs = []
    for place in kept[np.argsort(-scores[kept], kind="stable")]:
        reasons = (
            Reason(evidence=evidence, weight=WEIGHTS[evidence])
            for evidence, holds in compared.found.items()
            if holds[place] and WEIGHTS[evidence]
        )
        pair = Pair(
            a_id=entries.facts[compared.a[place]].camera_id,
            b_id=entries.facts[compared.b[place]].camera_id,
            score=round(float(scores[place]), 2),
            reasons=tuple(sorted(reasons, key=lambda each: (-abs(each.weight), each.evidence))),
        )
        pairs.append(pair)
    return pairs
