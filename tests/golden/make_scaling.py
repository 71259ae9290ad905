"""Writes scaling.txt: a small table (features in columns) and what scikit-learn 1.2.1's scalers make of it.

Blocks: "NAME ROWS" and ROWS lines, one sample each. Fitted to the first 6 samples; the third feature is constant there,
the fourth has a large mean and a small spread.
"""
import os
import numpy as np
from sklearn.preprocessing import MinMaxScaler, StandardScaler

state = np.random.RandomState(11)
X = np.column_stack([state.normal(3, 2, 9), state.uniform(-1e-3, 1e-3, 9), [0.1] * 6 + [0.1, 0.2, 0.3],
                     1000 + state.normal(0, 0.01, 9), state.lognormal(5, 2, 9)])
blocks = {
    "table": X,
    "standardize": StandardScaler().fit(X[:6]).transform(X),
    "minmax_0_1": MinMaxScaler((0, 1)).fit(X[:6]).transform(X),
    "minmax_-1_1": MinMaxScaler((-1, 1)).fit(X).transform(X),
}
with open(os.path.join(os.path.dirname(__file__), "scaling.txt"), "w") as file:
    for name, rows in blocks.items():
        file.write(f"{name} {len(rows)}\n")
        for row in rows:
            file.write(" ".join(repr(float(v)) for v in row) + "\n")
