"""Statistics of pairs: the same episode driven by A and by B.

Two kinds of evidence. Yes or no (success, a refused answer): the exact test of McNemar, which looks at the episodes
that went differently and at nothing else. How well (steps, error, jerk): the ratio of the two figures with a bootstrap
interval over episodes, drawn in pairs, since both drove the same ones.
"""

import math
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000  # ten beyond each end of a 99 % interval


@dataclass(frozen=True)
class Outcomes:
    """How many episodes ended which way."""
    both: int
    only_a: int
    only_b: int
    neither: int

    @classmethod
    def of(cls, a, b) -> "Outcomes":
        pairs = list(zip(map(bool, a), map(bool, b), strict=True))
        return cls(*(pairs.count(kind) for kind in ((True, True), (True, False), (False, True), (False, False))))

    @property
    def episodes(self) -> int:
        return self.both + self.only_a + self.only_b + self.neither

    def p(self) -> float:
        """McNemar's exact test, two-sided: were A and B alike, each episode that went differently would be a coin."""
        differing, fewer = self.only_a + self.only_b, min(self.only_a, self.only_b)
        tail = sum(math.comb(differing, k) for k in range(fewer + 1))
        return min(1.0, 2 * tail / 2 ** differing)

    def difference(self) -> float:
        """Of the shares, B less A."""
        return (self.only_b - self.only_a) / self.episodes

    def interval(self, z: float = 1.96) -> tuple[float, float]:
        """Of that difference: Newcombe 1998 (Statistics in Medicine 17:2635), method 10: Wilson's intervals of the
        two shares, joined with their correlation. It stays honest at 100 of 100, where the plain one has no width."""
        n = self.episodes
        k_a, k_b = self.both + self.only_a, self.both + self.only_b
        (low_a, high_a), (low_b, high_b), p_a, p_b = wilson(k_a, n, z), wilson(k_b, n, z), k_a / n, k_b / n
        correlation = self._correlation()

        def reach(below, above):
            return math.sqrt(max(0.0, below ** 2 - 2 * correlation * below * above + above ** 2))
        difference = p_b - p_a
        return (max(-1.0, difference - reach(p_b - low_b, high_a - p_a)),
                min(1.0, difference + reach(high_b - p_b, p_a - low_a)))

    def _correlation(self) -> float:
        a, b, c, d = self.both, self.only_a, self.only_b, self.neither
        product = (a + b) * (c + d) * (a + c) * (b + d)
        if product == 0:
            return 0.0
        above = a * d - b * c
        # Newcombe's correction for few pairs: a positive correlation is not taken at its full size.
        above = max(above - self.episodes / 2, 0) if above > 0 else above
        return above / math.sqrt(product)


def wilson(k: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a share of k in n."""
    p, d = k / n, 1 + z * z / n
    middle, half = (p + z * z / (2 * n)) / d, z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return max(0., middle - half), min(1., middle + half)


def ratio_interval(figure, a, b, seed: int, level: float = .99) -> tuple[float, float] | None:
    """Of figure(B) / figure(A), where `a` and `b` have a row for each episode and `figure` makes one number of such
    rows. None where an episode more or less leaves no ratio."""
    generator, ratios = np.random.default_rng(seed), np.empty(RESAMPLES)
    for i in range(RESAMPLES):
        drawn = generator.integers(0, len(a), len(a))
        below, above = figure(a[drawn]), figure(b[drawn])
        if not (math.isfinite(below) and math.isfinite(above) and below > 0):
            return None
        ratios[i] = above / below
    outside = 50 * (1 - level)
    low, high = np.percentile(ratios, [outside, 100 - outside])
    return float(low), float(high)
