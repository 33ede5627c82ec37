"""Writes what SciPy and statsmodels say of best means, published means and shares, or checks the committed file.

    python tools/stats/make_selection_fixtures.py [--check]

src/stats/distributions/normalMaximum.test.ts, src/stats/comparisons/summaries.test.ts and
src/stats/binomialInterval.test.ts compare the lab's own statistics with fixtures/selection.json. Written with numpy
2.4.6, scipy 1.17.1 and statsmodels 0.15.0.
"""

from itertools import combinations
from pathlib import Path

from make_fixtures import write_or_check
from scipy import stats
from scipy.integrate import quad
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

FIXTURE = Path(__file__).parent / "fixtures" / "selection.json"

# Mean, standard deviation and number of runs; the first four are the published figures by layers.
PUBLISHED = [(.9486, .0033, 7), (.9445, .003, 7), (.9418, .0026, 7), (.9386, .0038, 7), (.8243, .0015, 5)]


def maximum(count: int) -> float:
    return quad(lambda x: x * count * stats.norm.pdf(x) * stats.norm.cdf(x) ** (count - 1), -12, 12,
                epsabs=1e-13, epsrel=1e-13, limit=500)[0]


def summaries() -> list[dict]:
    tests = [{"a": a, "b": b, "test": stats.ttest_ind_from_stats(*a, *b, equal_var=False)}
             for a, b in combinations(PUBLISHED, 2)]
    corrected = multipletests([each["test"].pvalue for each in tests], method="holm")[1]
    result = []
    for each, holm in zip(tests, corrected):
        (_, sd_a, n_a), (_, sd_b, n_b) = each["a"], each["b"]
        error_a, error_b = sd_a ** 2 / n_a, sd_b ** 2 / n_b
        freedom = (error_a + error_b) ** 2 / (error_a ** 2 / (n_a - 1) + error_b ** 2 / (n_b - 1))
        result.append({"a": list(each["a"]), "b": list(each["b"]), "freedom": freedom,
                       "p": each["test"].pvalue, "corrected": holm})
    return result


def shares() -> list[dict]:
    result = []
    for hits, rows in [(0, 10), (10, 10), (1, 3), (287, 300), (1690, 1821), (450.5, 500)]:
        low, high = proportion_confint(hits, rows, method="wilson")
        result.append({"hits": hits, "rows": rows, "low": low, "high": high})
    return result


def make() -> dict:
    return {
        "maxima": [{"count": count, "expected": maximum(count)} for count in [1, 2, 3, 5, 12, 30, 100, 1000]],
        "published": [list(each) for each in PUBLISHED],
        "summaries": summaries(),
        "shares": shares(),
    }


if __name__ == "__main__":
    write_or_check(FIXTURE, make, __doc__)
