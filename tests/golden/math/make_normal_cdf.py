"""The constants of include/mlp/math/normal_cdf.h, and golden values for it, with 40 digits. Prints the former, and writes
the latter to normal_cdf.csv beside this file.

Run with Debian 12's python3-mpmath (1.2.1): python3 make_normal_cdf.py
"""
import pathlib

from mpmath import cos, erfc, exp, mp, mpf, pi, sqrt

mp.dps = 40


def cdf(x):
    return erfc(-x / sqrt(2)) / 2


def scaled_tail(a):
    """(1 + a) cdf(-a) / e^(-a^2/2); far out, where that would be 0/0, by its asymptotic series."""
    if a < 60:
        return (1 + a) * cdf(-a) * exp(a * a / 2)
    term, total = mpf(1), mpf(0)
    for n in range(30):
        total += term
        term *= -(2 * n + 1) / a**2
    return (1 + a) * total / (a * sqrt(2 * pi))


def chebyshev(function, degree, k, nodes=80):
    """Coefficients of the Chebyshev series in t = (a - k)/(a + k)."""
    angles = [pi * (2 * j + 1) / (2 * nodes) for j in range(nodes)]
    values = [function(k * (1 + cos(u)) / (1 - cos(u))) for u in angles]
    return [(2 if i else 1) / mpf(nodes) * sum(v * cos(i * u) for u, v in zip(angles, values))
            for i in range(degree + 1)]


def monomials(series):
    """The same polynomial in powers of t, by T(n+1) = 2 t T(n) - T(n-1)."""
    before, now = [mpf(1)], [mpf(0), mpf(1)]
    total = [mpf(0)] * len(series)
    for coefficient in series:
        for i, b in enumerate(before):
            total[i] += coefficient * b
        doubled = [mpf(0)] + [2 * v for v in now]
        before, now = now, [v - (before[i] if i < len(before) else 0) for i, v in enumerate(doubled)]
    return total


for name, degree in [("float", 11), ("double", 24)]:
    series = chebyshev(scaled_tail, degree + 4, mpf(4))
    left_out = sum(abs(c) for c in series[degree + 1:])
    print(f"// {name}: what is left out is below {mp.nstr(left_out, 2)}")
    print(", ".join(mp.nstr(c, 18) for c in monomials(series[:degree + 1])))

points = [mpf(i) / 16 for i in range(-640, 129, 7)] + [mpf(2)**-60, -mpf(2)**-60, mpf(0), mpf(-1000), mpf(1000)]
lines = []
for name, function in [("x", lambda x: x), ("cdf", cdf), ("density", lambda x: exp(-x * x / 2) / sqrt(2 * pi))]:
    lines.append(",".join([name] + [repr(float(function(x))) for x in points]))
pathlib.Path(__file__).with_name("normal_cdf.csv").write_text("\n".join(lines) + "\n")
