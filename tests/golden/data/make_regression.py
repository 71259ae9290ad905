"""Writes regression.csv and regression.json: a linear regression of two targets of very different size, and what
scikit-learn 1.2.1 says of it: predictions and metrics of the last 8 of 32 rows, all in the targets' own units, and the
losses of targets that StandardScaler fitted to the first 24 rows.

Scaling the targets does not change the least-squares fit, so LinearRegression is the answer with any target_scaling.
"""
import json
import os

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
from sklearn.preprocessing import StandardScaler

here = os.path.dirname(os.path.abspath(__file__))
state = np.random.RandomState(5)
x = np.round(state.normal(size=(32, 3)), 3)
y = np.column_stack([5000 + 900 * x[:, 0] - 300 * x[:, 2] + 80 * state.normal(size=32),
                     0.02 * x[:, 1] - 0.01 + 0.004 * state.normal(size=32)])
y = np.column_stack([np.round(y[:, 0], 1), np.round(y[:, 1], 5)])
train, test = slice(0, 24), slice(24, 32)

fit = LinearRegression().fit(x[train], y[train])
predicted = fit.predict(x)
scaler = StandardScaler().fit(y[train])


def loss(rows):
    return mean_squared_error(scaler.transform(y[rows]), scaler.transform(predicted[rows]))


with open(os.path.join(here, "regression.csv"), "w") as file:
    file.write("a,b,c,price,rate\n")
    for row in np.column_stack([x, y]):
        file.write(",".join(repr(float(v)) for v in row) + "\n")
with open(os.path.join(here, "regression.json"), "w") as file:
    json.dump({
        "mean": scaler.mean_.tolist(),
        "deviation": scaler.scale_.tolist(),
        "train_loss": loss(train),
        "test": {
            "loss": loss(test),
            "mean_absolute_error": mean_absolute_error(y[test], predicted[test]),
            "mean_squared_error": mean_squared_error(y[test], predicted[test]),
            "r2_score": r2_score(y[test], predicted[test]),
        },
        "predictions": predicted[test].tolist(),
    }, file, indent=1)
    file.write("\n")
