"""How well doubles are found: recall per kind, precision, and the weights that `planning.doubles.evidence` holds."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from toancanh.planning.doubles.comparing import Entries, candidates, compare
from toancanh.planning.doubles.evidence import Evidence
from toancanh.planning.doubles.scoring import score_all
from toancanh.simulation.city import City, make_city

TUNED_ON = (1, 2, 3)
MEASURED_ON = (11, 12, 13)


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Of one city. ``wrong``: pairs that were found and are none, by the group of look-alikes they came from."""

    seed: int
    cameras: int
    seconds: float
    recall: float
    precision: float
    recall_by_kind: Mapping[str, float]
    wrong: Mapping[str, int]


def measure(city: City) -> Rates:
    """Find all doubles of a city and hold them against the truth."""
    begin = time.perf_counter()
    found = {(pair.a_id, pair.b_id) for pair in score_all(city.facts)}
    seconds = time.perf_counter() - begin
    truth = {(pair.first_id, pair.second_id): pair.kind for pair in city.pairs}
    kinds = Counter(truth.values())
    hit = Counter(kind for pair, kind in truth.items() if pair in found)
    group_of = {camera_id: group.kind for group in city.negatives for camera_id in group.camera_ids}
    wrong = Counter(str(group_of.get(a, "other")) for a, b in found - truth.keys())
    return Rates(
        seed=city.seed,
        cameras=len(city.cameras),
        seconds=seconds,
        recall=sum(hit.values()) / max(1, len(truth)),
        precision=sum(hit.values()) / max(1, len(found)),
        recall_by_kind={kind: hit[kind] / count for kind, count in sorted(kinds.items())},
        wrong=wrong,
    )


def fit(cities: Sequence[City], *, ridge: float = 2.0) -> tuple[float, dict[Evidence, float]]:
    """Prior and weights by logistic regression with a ridge (Newton's method)."""
    rows, labels = [], []
    for city in cities:
        entries = Entries(city.facts)
        compared = compare(entries, *candidates(entries))
        truth = {(pair.first_id, pair.second_id) for pair in city.pairs}
        ids = [each.camera_id for each in entries.facts]
        pairs = zip(compared.a.tolist(), compared.b.tolist(), strict=True)
        labels.append(np.array([(ids[a], ids[b]) in truth for a, b in pairs], dtype=np.float64))
        rows.append(np.stack([compared.found[each] for each in Evidence], axis=1).astype(np.float64))
    x, y = np.concatenate(rows), np.concatenate(labels)
    x = np.concatenate([np.ones((len(x), 1)), x], axis=1)
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 0.01
    weights = np.zeros(x.shape[1])
    for _ in range(60):
        odds = 1.0 / (1.0 + np.exp(-np.clip(x @ weights, -35, 35)))
        gradient = x.T @ (odds - y) + penalty * weights
        hessian = (x * (odds * (1 - odds))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        weights -= np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-4:
            break
    return float(weights[0]), {each: float(weight) for each, weight in zip(Evidence, weights[1:], strict=True)}


def main(arguments: Sequence[str] | None = None) -> None:
    """``measure`` prints rates, ``fit`` weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("act", choices=("measure", "fit"))
    parser.add_argument("--cameras", type=int, default=40_210)
    parser.add_argument("--seeds", type=int, nargs="*")
    options = parser.parse_args(arguments)
    if options.act == "measure":
        for seed in options.seeds or MEASURED_ON:
            print(measure(make_city(options.cameras, seed)))
        return
    prior, weights = fit([make_city(options.cameras, seed) for seed in options.seeds or TUNED_ON])
    print(f"PRIOR = {prior:.1f}")
    for evidence, weight in weights.items():
        print(f"    Evidence.{evidence.name}: {weight:.1f},")


if __name__ == "__main__":
    main()
