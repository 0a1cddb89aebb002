# SPDX-License-Identifier: Apache-2.0
"""Golden values of the special functions: mpmath at 34 digits, where SciPy's own are good to 1e-12
in the middle but not in the far tails (its beta.ppf and t.ppf give up there). SciPy's figure is
kept beside each as a second opinion.

    python3 special.py > special.json
"""
import json
import warnings

import mpmath as mp
import scipy
from scipy import stats

warnings.simplefilter("ignore")
mp.mp.dps = 34


def beta_tails(a, b, x):
    """(I_x(a, b), 1 - I_x(a, b)), each with all of its digits."""
    a, b = mp.mpf(a), mp.mpf(b)

    def lower(a, b, x):
        # The hypergeometric form with positive terms only: no cancellation.
        power = mp.exp(a * mp.log(x) + b * mp.log1p(-x) - mp.log(a)
                       - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b))
        term = total = mp.mpf(1)
        k = 0
        while term > total * mp.mpf(10) ** -32:
            term *= (a + b + k) / (a + 1 + k) * x
            total += term
            k += 1
        return power * total

    if x < (a + 1) / (a + b + 2):
        low = lower(a, b, x)
        return low, 1 - low
    high = lower(b, a, 1 - x)
    return 1 - high, high


def gamma_tail(a, x):
    """Q(a, x) by the series of P or by Legendre's continued fraction, whichever converges."""
    a, x = mp.mpf(a), mp.mpf(x)
    power = mp.exp(a * mp.log(x) - x - mp.loggamma(a))
    if x < a + 1:
        term = total = 1 / a
        k = 1
        while term > total * mp.mpf(10) ** -32:
            term *= x / (a + k)
            total += term
            k += 1
        return 1 - power * total
    # Lentz
    b = x + 1 - a
    c, d = mp.mpf(10) ** 60, 1 / b
    h, k = d, 1
    while True:
        an = -k * (k - a)
        b += 2
        d = 1 / (an * d + b)
        c = b + an / c
        h *= d * c
        if abs(d * c - 1) < mp.mpf(10) ** -32:
            return power * h
        k += 1


def solve(f, target, lo, hi):
    """The u in [lo, hi] where the increasing f is the target: halving, then the secant method."""
    for _ in range(25):
        mid = (lo + hi) / 2
        if f(mid) < target:
            lo = mid
        else:
            hi = mid
    low, high = f(lo) - target, f(hi) - target
    for _ in range(30):
        if high == low:
            break
        step = (hi - lo) * high / (high - low)
        lo, low = hi, high
        hi -= step
        if abs(step) < mp.mpf(10) ** -22 * max(1, abs(hi)):
            return hi
        high = f(hi) - target
    return hi


def beta_quantile(a, b, p):
    p = mp.mpf(p)

    def logit(u):
        x = mp.exp(u) / (1 + mp.exp(u))
        low, high = beta_tails(a, b, x)
        return mp.log(low) - mp.log(high)

    u = solve(logit, mp.log(p) - mp.log(1 - p), mp.mpf(-1500), mp.mpf(200))
    return float(mp.exp(u) / (1 + mp.exp(u)))


def t_quantile(p, df):
    p, df = mp.mpf(p), mp.mpf(df)
    if p == mp.mpf(0.5):
        return 0.0
    tail = 2 * min(p, 1 - p)

    def shrink(u):  # t = e^u
        x = df / (df + mp.exp(2 * u))
        return -mp.log(beta_tails(df / 2, mp.mpf(0.5), x)[0])

    t = mp.exp(solve(shrink, -mp.log(tail), mp.mpf(-60), mp.mpf(710)))
    return float(-t if p < 0.5 else t)


def normal_quantile(p):
    p = mp.mpf(p)
    tail = min(p, 1 - p)
    if tail == mp.mpf(0.5):
        return 0.0
    x = solve(lambda x: -mp.log(mp.erfc(x / mp.sqrt(2)) / 2), -mp.log(tail), mp.mpf(0), mp.mpf(40))
    return float(-x if p < 0.5 else x)


ps = [1e-300, 1e-100, 1e-20, 1e-10, 1e-5, 0.001, 0.025, 0.1, 0.3, 0.4, 0.49999, 0.6, 0.9, 0.975,
      0.999, 1 - 1e-6, 1 - 2.0**-40, 1 - 1e-10, 1 - 2.0**-53]
out = {
    "versions": {"mpmath": mp.__version__, "scipy": scipy.__version__},
    "normal_quantile": [[p, normal_quantile(p), stats.norm.ppf(p)] for p in ps],
    "normal_sf": [[x, float(mp.erfc(mp.mpf(x) / mp.sqrt(2)) / 2), stats.norm.sf(x)]
                  for x in (-40, -10, -1, -1e-10, 0, 0.1, 0.5, 1, 2, 5, 10, 20, 30, 37)],
    "chi_squared_sf": [],
    "beta_quantile": [],
    "student_t_quantile": [],
}
for df in (0.5, 1, 2, 3, 9, 19, 50, 99, 1000, 10000, 1000000):
    for x in (1e-10, 0.01, 1, 5, 10, 50, 100, 300, 700, 1000, 1300, 1e4, 10500, 1e6, 1005000):
        want = gamma_tail(df / 2, x / 2)
        if 1e-300 < want:
            out["chi_squared_sf"].append([x, df, float(want), stats.chi2.sf(x, df)])
for a, b in ((0.5, 0.5), (1, 1), (1, 10), (3, 0.5), (0.5, 1000), (3, 1000), (10, 3), (95.5, 5.5),
             (1000, 1000), (1000, 0.5), (20, 30000), (0.1, 3)):
    for p in ps[::2]:
        if b < 1 and 1 - p < 1e-10:
            continue  # 1 to all digits
        out["beta_quantile"].append([a, b, p, beta_quantile(a, b, p), stats.beta.ppf(p, a, b)])
for df in (0.5, 1, 2, 2.5, 3, 5, 10, 30, 100, 1000, 20000):
    for p in ps[::2]:
        t = t_quantile(p, df)
        if abs(t) < 1e300:
            out["student_t_quantile"].append([p, df, t, stats.t.ppf(p, df)])
for function in list(out)[1:]:
    for row in out[function]:
        if not abs(row[-1]) < float("inf"):
            row[-1] = None  # SciPy had no answer
print(json.dumps(out, separators=(",", ":")).replace("],[", "],\n["))
