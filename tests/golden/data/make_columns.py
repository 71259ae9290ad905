"""Writes columns.csv and columns.json: a table with categories and missing values, and what scikit-learn 1.2.1 makes of
it: OneHotEncoder for names (and for numbers that are names), SimpleImputer fitted to the first 12 of 16 rows, then
StandardScaler fitted to these.

Where a category is missing its inputs are, too, and SimpleImputer fills in their means: the categories' shares.
"""
import csv
import json
import os

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, StandardScaler

here = os.path.dirname(os.path.abspath(__file__))
state = np.random.RandomState(3)
rows = []
for i in range(16):
    rows.append({
        "mass": repr(round(float(state.lognormal(1, 1)), 2)),
        "colour": ["red", "green", "blue", "Red", "\u00e4ther"][state.randint(5)],
        "doors": ["2", "10", "4", "4.0"][state.randint(4)],
        "age": str(state.randint(1, 60)),
        "y": str(i),
    })
rows[2]["mass"], rows[5]["mass"], rows[13]["mass"] = "", "NA", "?"
rows[3]["colour"], rows[14]["colour"], rows[7]["doors"] = "", "none", "nan"
train = slice(0, 12)


def one_hot(column, convert):
    present = np.array([row[column] not in ("", "none", "nan") for row in rows])
    values = np.array([[convert(row[column])] for row, there in zip(rows, present) if there])
    encoder = OneHotEncoder(sparse_output=False).fit(values)
    inputs = np.full((len(rows), len(encoder.categories_[0])), np.nan)
    inputs[present] = encoder.transform(values)
    return inputs, encoder.categories_[0]


def number(column):
    return np.array([[float(row[column]) if row[column] not in ("", "NA", "?") else np.nan] for row in rows])


colours, colour_names = one_hot("colour", str)
doors, door_names = one_hot("doors", float)
x = np.hstack([number("mass"), colours, doors, number("age")])
filled = SimpleImputer().fit(x[train]).transform(x)
complete = ~np.isnan(x).any(axis=1)
with open(os.path.join(here, "columns.csv"), "w", encoding="utf-8", newline="") as file:
    writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
with open(os.path.join(here, "columns.json"), "w") as file:
    json.dump({
        "names": ["mass"] + [f"colour={c}" for c in colour_names] + [f"doors={d:g}" for d in door_names] + ["age"],
        "filled": filled.tolist(),
        "standardized": StandardScaler().fit(filled[train]).transform(filled).tolist(),
        "complete_rows": np.flatnonzero(complete).tolist(),
    }, file, indent=1)
    file.write("\n")
