"""Writes what SciPy, statsmodels and scikit-learn say of a few samples, or checks that the committed file is still that.

    python tools/stats/make_fixtures.py [--check]

src/stats/*.test.ts compare the lab's own statistics with fixtures/statistics.json. Written with numpy 2.4.6,
scipy 1.17.1, pandas, statsmodels 0.15.0 and scikit-learn 1.9.1.
"""

import argparse
import json
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import gammaln
from sklearn.metrics import accuracy_score, balanced_accuracy_score, f1_score, matthews_corrcoef
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestIndPower, TTestPower

FIXTURE = Path(__file__).parent / "fixtures" / "statistics.json"
TOLERANCE = 1e-9  # of --check, relative

# Accuracies by seed. The first four are those of docs/measurements.md.
FULL = [.911, .930, .912, .899, .911]
R8 = [.874, .914, .902, .900, .899]
R1 = [.882, .869, .878, .872, .877]
CLASSIFIER = [.577, .611, .603, .604, .573]
LONG_A = [.8825, .8750, .8900, .8675, .8825, .8775, .8950, .8725, .8800, .8850, .8700, .8925]
LONG_B = [.8800, .8750, .8850, .8725, .8800, .8775, .8875, .8700, .8850, .8800, .8650, .8900]
PAIRS = {
    "full, r=8": (FULL, R8),
    "r=8, r=1": (R8, R1),
    "r=1, classifier": (R1, CLASSIFIER),
    "three seeds": (FULL[:3], R1[:3]),
    "two seeds": (FULL[:2], R1[:2]),
    "twelve seeds with ties": (LONG_A, LONG_B),
    "never apart twice alike": ([.5, .625, .75, .5], [.25, .625, .75, .875]),
}
UNPAIRED = {
    "five and three": (FULL, R1[:3]),
    "five and twelve": (R8, LONG_A),
    "two and twelve": (CLASSIFIER[:2], LONG_B),
    "unlike spreads": (R1, [.71, .95, .88, .60]),
}
SAMPLES = {"full": FULL, "classifier": CLASSIFIER, "two": FULL[:2], "twelve": LONG_A}
# Confusion counts: a list for each true class, with how many of its rows were taken for each class.
CONFUSIONS = {
    "two classes": [[40, 10], [5, 45]],
    "unequal classes": [[880, 20], [70, 30]],
    "the largest class every time": [[0, 30], [0, 70]],
    "never right": [[0, 6], [4, 0]],
    "always right": [[3, 0, 0], [0, 9, 0], [0, 0, 1]],
    "three classes": [[13, 3, 1], [2, 20, 8], [4, 6, 43]],
    "a class without rows": [[7, 1, 2], [3, 9, 1], [0, 0, 0]],
    "a class never taken": [[7, 3, 0], [2, 8, 0], [1, 4, 0]],
    "a class that occurs nowhere": [[7, 3, 0], [2, 8, 0], [0, 0, 0]],
    "one class only": [[5, 0], [0, 0]],
    "one class, always wrong": [[0, 5], [0, 0]],
    "twenty classes": [[(7 * i + 3 * j) % 5 + (9 if i == j else 0) for j in range(20)] for i in range(20)],
}
P_VALUES = {
    "sorted": [.001, .01, .02, .04],
    "mixed, with ties": [.2, .0004, .03, .03, .9, .012],
    "all the same": [.02, .02, .02],
    "one": [.03],
    "capped at 1": [.6, .7, .8],
}


def summaries() -> list[dict]:
    result = []
    for name, sample in SAMPLES.items():
        values = np.array(sample)
        interval = stats.ttest_1samp(values, 0).confidence_interval(.95)
        result.append({"name": name, "values": sample, "mean": values.mean(), "sd": values.std(ddof=1),
                       "median": np.median(values), "low": interval.low, "high": interval.high})
    return result


def hedges(freedom: float) -> float | None:
    """The exact correction of a standardised difference (Hedges 1981); none for one degree of freedom."""
    if freedom < 2:
        return None
    return float(np.exp(gammaln(freedom / 2) - gammaln((freedom - 1) / 2)) / np.sqrt(freedom / 2))


def paired() -> list[dict]:
    result = []
    for name, (a, b) in PAIRS.items():
        x, y = np.array(a), np.array(b)
        test = stats.ttest_rel(x, y)
        interval = test.confidence_interval(.95)
        differences = x - y
        d = differences.mean() / differences.std(ddof=1)
        correction = hedges(len(a) - 1)
        # In whole thousandths and 1/40 of them, so that ties are ties.
        whole = np.round(differences * 40000)
        flips = stats.permutation_test((whole,), np.mean, permutation_type="samples", n_resamples=np.inf)
        result.append({"name": name, "a": a, "b": b, "difference": differences.mean(), "t": test.statistic,
                       "freedom": test.df, "p": test.pvalue, "low": interval.low, "high": interval.high,
                       "d": d, "hedges": None if correction is None else d * correction,
                       "signFlip": flips.pvalue})
    return result


def unpaired() -> list[dict]:
    result = []
    for name, (a, b) in UNPAIRED.items():
        x, y = np.array(a), np.array(b)
        test = stats.ttest_ind(x, y, equal_var=False)
        interval = test.confidence_interval(.95)
        freedom = len(a) + len(b) - 2
        pooled = np.sqrt(((len(a) - 1) * x.var(ddof=1) + (len(b) - 1) * y.var(ddof=1)) / freedom)
        d = (x.mean() - y.mean()) / pooled
        result.append({"name": name, "a": a, "b": b, "difference": x.mean() - y.mean(), "t": test.statistic,
                       "freedom": test.df, "p": test.pvalue, "low": interval.low, "high": interval.high,
                       "d": d, "hedges": d * hedges(freedom)})
    return result


# The first so many values of both sides are pairs.
OVERLAPPING = {
    "three shared, three alone on each side": (LONG_A[:6], LONG_B[:3] + LONG_B[6:9], 3),
    "five shared, one side has more": (LONG_A, LONG_B[:5], 5),
    "unlike spreads": (R1 + [.90], [.71, .95, .88, .60], 4),
}


def overlapping() -> list[dict]:
    """T_new2 of Derrick, Russ, Toher and White (2017)."""
    result = []
    for name, (a, b, shared) in OVERLAPPING.items():
        x, y = np.array(a), np.array(b)
        va, vb = x.var(ddof=1) / len(x), y.var(ddof=1) / len(y)
        r = stats.pearsonr(x[:shared], y[:shared]).statistic
        error = va + vb - 2 * r * x.std(ddof=1) * y.std(ddof=1) * shared / (len(x) * len(y))
        gamma = (va + vb) ** 2 / (va ** 2 / (len(x) - 1) + vb ** 2 / (len(y) - 1))
        alone = len(x) + len(y) - 2 * shared
        freedom = shared - 1 + (gamma - shared + 1) / (alone + 2 * shared) * alone
        difference = x.mean() - y.mean()
        reach = stats.t.ppf(.975, freedom) * np.sqrt(error)
        result.append({"name": name, "a": a, "b": b, "shared": shared, "difference": difference, "squaredError": error,
                       "freedom": freedom, "p": 2 * stats.t.sf(abs(difference) / np.sqrt(error), freedom),
                       "low": difference - reach, "high": difference + reach})
    return result


# Coefficients of Aspin's series (1948) for one variance of 1 / freedom: powers of 1 / freedom and of the share, and the
# polynomial in z squared, lowest power first.
ASPIN = [(1, 2, [1 / 4, 1 / 4]), (2, 2, [-1 / 2, -1 / 2]), (2, 3, [1, 5 / 3, 1 / 3]), (2, 4, [-15 / 32, -1, -9 / 32])]


def critical(seeds: float, freedom: float, luck: float, sentences: float, level: float) -> float:
    """Welch and Aspin's critical value, scaled to end at t; Cochran and Cox's weighted one below four degrees of freedom."""
    t, z = stats.t.isf(level / 2, freedom), stats.norm.isf(level / 2)
    share = seeds / (max(seeds, luck) + sentences)
    series = lambda w: sum(w ** k / freedom ** n * np.polyval(c[::-1], z ** 2) for n, k, c in ASPIN)
    return z + (t - z) * (share if freedom < 4 else series(share) / series(1))


def size(share: float, freedom: float, level: float) -> float:
    """How often the critical value is reached without a difference, where seeds have this share of the true error."""
    def given(spread: float) -> float:
        error = share * spread + 1 - share
        reach = critical(share * spread, freedom, 0, 1 - share, level) * np.sqrt(error)
        return 2 * stats.norm.sf(reach) * freedom * stats.chi2.pdf(freedom * spread, freedom)
    return quad(given, 0, np.inf, limit=500)[0]


def two_sources() -> list[dict]:
    for share in np.linspace(.05, 1, 20):
        assert .0495 < size(share, 4, .05) < .0531 and .0499 < size(share, 7, .05) < .0508
    result = []
    for estimate, seeds, freedom, luck, sentences in [
            (.02, .00004, 4, 0, .00001), (-.012, .00001, 19, 0, .00003), (.004, .00002, 2, 0, .00002),
            (.05, .00003, 6.5, 0, .000001), (.02, .00004, 4, .00002, .00001), (.02, .00001, 4, .00004, .00001),
            (.015, .00001, 9, .00002, 0)]:
        error = np.sqrt(max(seeds, luck) + sentences)
        p = brentq(lambda level: critical(seeds, freedom, luck, sentences, level) * error - abs(estimate), 1e-14,
                   1 - 1e-14, xtol=1e-17, rtol=1e-14)
        result.append({"estimate": estimate, "seeds": seeds, "freedom": freedom, "luck": luck, "sentences": sentences,
                       "p": p, "criticals": [{"level": level, "value": critical(seeds, freedom, luck, sentences, level)}
                                             for level in [.1, .05, .0142]]})
    return result


def hits(random: np.random.Generator, seeds: int, sentences: int) -> np.ndarray:
    """A latent ability a sentence and a little luck a trial, so that trials agree on most sentences."""
    ease = random.normal(1, 1, sentences)
    return (ease + .7 * random.normal(size=(seeds, sentences)) + .2 * random.normal(size=(seeds, 1)) > 0).astype(int)


def by_sentence() -> list[dict]:
    """Squared errors from seeds and sentences, by the mean squares of the two-way table of differences."""
    random = np.random.default_rng(17)
    result = []
    for seeds, sentences in [(5, 40), (2, 12), (8, 25)]:
        a, b = hits(random, seeds, sentences), hits(random, seeds, sentences)
        table = pd.DataFrame([{"seed": s, "sentence": v, "d": a[s, v] - b[s, v]}
                              for s in range(seeds) for v in range(sentences)])
        # Without the interaction, which is the error: one value stands in each cell.
        squares = anova_lm(ols("d ~ C(seed) + C(sentence)", table).fit())["mean_sq"]
        count = seeds * sentences
        means = (a - b).mean(axis=0)
        error = {"seeds": squares["C(seed)"] / count, "luck": squares["Residual"] / count,
                 "sentences": max(0, squares["C(sentence)"] - squares["Residual"]) / count}
        slope, curve = stats.skew(means) * means.std() / sentences, max(0, stats.kurtosis(means)) / (2 * sentences)
        result.append({"a": a.tolist(), "b": b.tolist(), "difference": means.mean(), **error,
                       "slope": slope, "curve": curve,
                       "bound": max(bound(side * means.mean(), error, seeds - 1, side * slope, curve, sentences)
                                    for side in [1, -1])})
    return result


def bound(difference: float, error: dict, freedom: int, slope: float, curve: float, count: int) -> float:
    """The least true difference that would be seen larger than this one at the one-sided level .05."""
    def beyond(truth: float) -> float:
        h = truth - difference
        sentences = error["sentences"] + max(0, min(slope * h + curve * h ** 2, h / count))
        reach = critical(error["seeds"], freedom, error["luck"], sentences, .1)
        return h - reach * np.sqrt(max(error["seeds"], error["luck"]) + sentences)
    return 1. if beyond(1) < 0 else brentq(beyond, difference, 1, xtol=1e-15, rtol=1e-14)


def planned() -> list[dict]:
    """Seeds for a difference that matters, from the upper 80 % bound of the spread (Browne 1995)."""
    result = []
    for sd, n, delta, alpha in [(.012, 5, .01, .05), (.005, 5, .01, .05), (.02, 20, .01, .0142), (.03, 3, .02, .05 / 6)]:
        bound = sd * np.sqrt((n - 1) / stats.chi2.ppf(.2, n - 1))
        power_at = lambda k: TTestPower().power(delta / bound, k, alpha, alternative="two-sided")
        result.append({"sd": sd, "n": n, "delta": delta, "alpha": alpha, "bound": bound,
                       "needed": smallest(power_at, .8, 1000)})
    return result


def pocock() -> list[dict]:
    """The level at which K looks together find too much in 5 % of cases: up to six after equal steps.

    By the recursion of Armitage, McPherson and Rowe (1969): the density of the sum that has stayed inside so far.
    """

    def stays(z: float, looks: list[int]) -> float:
        x, step, density, before = np.zeros(1), 1., np.ones(1), 0
        for look in looks:
            wider = np.linspace(-z * np.sqrt(look), z * np.sqrt(look), 1201)
            steps = stats.norm(scale=np.sqrt(look - before)).pdf(wider[:, None] - x[None, :])
            density = steps @ (density * weights(len(x), step))
            x, step, before = wider, wider[1] - wider[0], look
        return density @ weights(len(x), step)

    def stays_to_far_end(z: float) -> float:
        """After looks at 5 to 20 seeds, a seventh at so many that the first ones hardly bear on it."""
        return stays(z, [5, 8, 11, 14, 17, 20]) * (1 - 2 * stats.norm.sf(z))

    def weights(count: int, step: float) -> np.ndarray:
        """Simpson's rule."""
        if count == 1:
            return np.ones(1)
        return step / 3 * np.array([1, *([4, 2] * (count // 2))[:-1], 1])

    kept = [lambda z, looks=looks: stays(z, list(range(1, looks + 1))) for looks in range(1, 7)]
    levels = [2 * stats.norm.sf(brentq(lambda z: stay(z) - .95, 1.9, 2.7)) for stay in [*kept, stays_to_far_end]]
    return [{"looks": looks + 1, "level": round(float(level), 4)} for looks, level in enumerate(levels)]


def student() -> dict:
    freedoms = [1, 2, 3.7, 4, 9, 30.25, 500]
    return {
        "quantiles": [{"freedom": f, "probability": p, "t": stats.t.ppf(p, f)}
                      for f in freedoms for p in [.5, .6, .9, .975, .9995]],
        "tails": [{"freedom": f, "t": t, "p": 2 * stats.t.sf(t, f)}
                  for f in freedoms for t in [0, .01, .7, 2, 5, 40]],
    }


def smallest(power_at, goal: float, limit: int) -> int | None:
    return next((n for n in range(2, limit + 1) if power_at(n) >= goal), None)


def power() -> dict:
    one, two = TTestPower(), TTestIndPower()
    result: dict = {"paired": [], "unpaired": []}
    for effect in [.05, .2, .5, 1., 2.5]:
        for alpha in [.05, .005]:
            for key, power_at in (
                ("paired", lambda n: one.power(effect, n, alpha, alternative="two-sided")),
                ("unpaired", lambda n: two.power(effect, n, alpha, alternative="two-sided")),
            ):
                result[key].append({
                    "effect": effect, "alpha": alpha,
                    # SciPy's noncentral t gives NaN where almost nothing is left to 1.
                    "powers": [{"n": n, "power": float(power_at(n))} for n in [2, 3, 5, 20, 100]
                               if not np.isnan(power_at(n))],
                    "needed": smallest(power_at, .8, 1000),
                })
    return result


def densities() -> dict:
    a = np.array(FULL)
    kernel = stats.gaussian_kde(a, bw_method="silverman")
    xs = np.linspace(.88, .95, 6)
    # Unequal spreads and numbers of trials, one collapsed scenario; two trials or fewer have no bandwidth of their own.
    groups = [FULL, R1[:3], LONG_A, [.91, .5, .5, .93, .5], R8[:2], [.95]]
    own = [float(np.sqrt(stats.gaussian_kde(group, bw_method="silverman").covariance[0, 0]))
           for group in groups if len(group) > 2]
    edge = np.array([.97, .985, 1., .99])
    at_edge = stats.gaussian_kde(edge, bw_method=.01 / edge.std(ddof=1))
    low = 1 - edge
    at_zero = stats.gaussian_kde(low, bw_method=.01 / low.std(ddof=1))
    edge_xs, low_xs = np.linspace(.95, 1, 6), np.linspace(0, .05, 6)
    return {
        "silverman": {"values": FULL, "bandwidth": np.sqrt(kernel.covariance[0, 0]), "x": xs.tolist(),
                      "y": kernel(xs).tolist()},
        "given": {"values": FULL, "bandwidth": .002, "x": xs.tolist(),
                  "y": stats.gaussian_kde(a, bw_method=.002 / a.std(ddof=1))(xs).tolist()},
        "median": {"groups": groups, "own": own, "bandwidth": np.sort(own)[(len(own) - 1) // 2]},
        "reflectedAtOne": {"values": edge.tolist(), "bandwidth": .01, "x": edge_xs.tolist(),
                           "y": (at_edge(edge_xs) + at_edge(2 - edge_xs)).tolist()},
        "reflectedAtZero": {"values": low.tolist(), "bandwidth": .01, "x": low_xs.tolist(),
                            "y": (at_zero(low_xs) + at_zero(-low_xs)).tolist()},
    }


def make() -> dict:
    return {
        "summaries": summaries(), "paired": paired(), "unpaired": unpaired(), "student": student(),
        "normal": [{"x": x, "p": stats.norm.cdf(x)} for x in [-8, -3.2, -1, -.001, 0, .5, 1.96, 2.6, 4, 9]],
        "holm": [{"name": name, "p": p, "corrected": multipletests(p, method="holm")[1].tolist()}
                 for name, p in P_VALUES.items()],
        "power": power(), "densities": densities(), "measures": measures(), "superiority": superiority(),
        "overlapping": overlapping(), "twoSources": two_sources(), "bySentence": by_sentence(), "planned": planned(),
        "pocock": pocock(),
        "normalQuantiles": [{"p": p, "x": stats.norm.ppf(p)} for p in [1e-12, .0001, .025, .3, .5, .8, .995]],
        "chiSquared": [{"freedom": f, "p": p, "x": stats.chi2.ppf(p, f)} for f in [1, 2, 4, 19, 300]
                       for p in [.05, .2, .5, .95]],
        "rankCorrelations": rank_correlations(),
    }


def measures() -> list[dict]:
    result = []
    for name, counts in CONFUSIONS.items():
        pairs = [(i, j) for i, row in enumerate(counts) for j, n in enumerate(row) for _ in range(n)]
        truth, taken = zip(*pairs)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # classes without rows
            result.append({
                "name": name, "confusion": counts, "accuracy": accuracy_score(truth, taken),
                "macroF1": f1_score(truth, taken, average="macro", zero_division=0),
                "balancedAccuracy": balanced_accuracy_score(truth, taken),
                "mcc": matthews_corrcoef(truth, taken)})
    return result


def superiority() -> list[dict]:
    """Mann and Whitney's U over the number of pairs of trials."""
    return [{"name": name, "a": a, "b": b, "share": stats.mannwhitneyu(a, b).statistic / (len(a) * len(b))}
            for name, (a, b) in {**PAIRS, **UNPAIRED}.items()]


def rank_correlations() -> list[dict]:
    """Spearman's rank correlation."""
    pairs = {**PAIRS, "many equal": ([1, 1, 2, 2, 2, 3, 0], [5, 4, 4, 4, 9, 9, -1]), "reversed": (FULL, [-x for x in FULL])}
    return [{"name": name, "a": a, "b": b, "rho": stats.spearmanr(a, b).statistic} for name, (a, b) in pairs.items()]


def plain(value):
    """numpy's numbers as Python's."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return float(value) if isinstance(value, np.floating) else int(value) if isinstance(value, np.integer) else value


def same(a, b) -> bool:
    if isinstance(a, dict):
        return isinstance(b, dict) and a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return isinstance(b, list) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return bool(np.isclose(a, b, rtol=TOLERANCE, atol=1e-300))
    return a == b


def write_or_check(fixture: Path, make, description: str) -> None:
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    made = plain(make())
    if parser.parse_args().check:
        if not same(made, json.loads(fixture.read_text())):
            raise SystemExit(f"{fixture} is not what SciPy and statsmodels say now.")
        print("The committed fixtures can be made again.")
    else:
        fixture.parent.mkdir(exist_ok=True)
        fixture.write_text(json.dumps(made, indent=1, allow_nan=False) + "\n")


if __name__ == "__main__":
    write_or_check(FIXTURE, make, __doc__)
