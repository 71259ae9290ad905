"""Metrics by scikit-learn on cases of all kinds: two classes and several, ties, classes that do not occur, parts of a
single class, one sample, saturated probabilities; regressions far from 0, of several outputs, of equal targets. Writes
metrics.csv beside this file: for each case its outputs and targets, sample by sample, and the metrics. What
scikit-learn refuses or calls undefined is nan.

Run with Debian 12's python3-sklearn (1.2.1): python3 make_metrics.py
"""
import pathlib
import warnings

import numpy as np
from sklearn import metrics

warnings.simplefilter("ignore")
generator = np.random.RandomState(0)
lines = []


def write(name, values):
    lines.append(",".join([name] + [repr(float(v)) for v in np.asarray(values, dtype=float).reshape(-1)]))


def or_nan(measure):
    try:
        return measure()
    except ValueError:
        return float("nan")


def roc_auc(labels, outputs, classes):
    if classes == 2:
        return or_nan(lambda: metrics.roc_auc_score(labels, outputs))
    # multi_class="ovr" refuses classes that do not occur: the mean over the others of what it does for each.
    areas = [or_nan(lambda: metrics.roc_auc_score(labels == k, outputs[:, k])) for k in range(classes)]
    return float("nan") if np.isnan(areas).all() else np.nanmean(areas)


def rates(case, labels, predicted):
    for name in ["precision", "recall", "f1"]:
        score = getattr(metrics, name + "_score")
        write(f"{case}/{name}", [score(labels, predicted, average="macro", zero_division=0)])
        if set(labels) | set(predicted) <= {0, 1}:
            write(f"{case}/{name}_binary", [score(labels, predicted, zero_division=0)])


def binary(case, labels, p):
    labels, p = np.asarray(labels), np.asarray(p, dtype=float)
    predicted = (p > 0.5).astype(int)
    write(f"{case}/output", p)
    write(f"{case}/target", labels)
    write(f"{case}/accuracy", [metrics.accuracy_score(labels, predicted)])
    rates(case, labels, predicted)
    write(f"{case}/roc_auc", [roc_auc(labels, p, 2)])
    write(f"{case}/log_loss", [metrics.log_loss(labels, p, labels=[0, 1])])
    write(f"{case}/log_loss_float", [metrics.log_loss(labels, p, labels=[0, 1], eps=np.finfo(np.float32).eps)])
    write(f"{case}/confusion", metrics.confusion_matrix(labels, predicted, labels=[0, 1]))


def several(case, labels, p):
    labels, p = np.asarray(labels), np.asarray(p, dtype=float)
    classes = p.shape[1]
    names = list(range(classes))
    predicted = p.argmax(1)
    write(f"{case}/output", p)
    write(f"{case}/target", np.eye(classes)[labels])
    write(f"{case}/accuracy", [metrics.accuracy_score(labels, predicted)])
    for k in [1, 2, 3]:
        if k < classes and classes > 2:
            write(f"{case}/top_{k}", [metrics.top_k_accuracy_score(labels, p, k=k, labels=names)])
    rates(case, labels, predicted)
    write(f"{case}/roc_auc", [roc_auc(labels, p if classes > 2 else p[:, 1], classes)])
    write(f"{case}/log_loss", [metrics.log_loss(labels, p, labels=names)])
    write(f"{case}/confusion", metrics.confusion_matrix(labels, predicted, labels=names))


def regression(case, truth, outputs):
    truth, outputs = np.asarray(truth, dtype=float), np.asarray(outputs, dtype=float)
    write(f"{case}/output", outputs)
    write(f"{case}/target", truth)
    write(f"{case}/r2", [or_nan(lambda: metrics.r2_score(truth, outputs, multioutput="uniform_average"))])
    write(f"{case}/mean_absolute_error", [metrics.mean_absolute_error(truth, outputs)])
    write(f"{case}/mean_squared_error", [metrics.mean_squared_error(truth, outputs)])


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


labels = generator.randint(0, 2, 41)
binary("binary/noisy", labels, np.clip(0.3 * labels + 0.7 * generator.uniform(0, 1, 41), 0, 1).round(4))
binary("binary/ties", labels, np.round(0.2 * labels + 0.6 * generator.uniform(0, 1, 41), 1))
binary("binary/constant", labels, np.full(41, 0.5))
binary("binary/perfect", labels, 0.1 + 0.8 * labels)
binary("binary/wrong", labels, 0.9 - 0.8 * labels)
binary("binary/saturated", [0, 1, 0, 1, 1, 0], [0, 1, 1, 0, 1, 1e-20])
binary("binary/all_positive", [1, 1, 1], [0.2, 0.7, 0.9])
binary("binary/all_negative", [0, 0, 0], [0.2, 0.7, 0.9])
binary("binary/never_predicted", [0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4])
binary("binary/one_sample", [1], [0.75])

labels = generator.randint(0, 4, 60)
scores = generator.normal(0, 1, (60, 4)) + 1.5 * np.eye(4)[labels]
several("several/noisy", labels, softmax(scores).round(6))
several("several/sigmoids", labels, (1 / (1 + np.exp(-scores))).round(6))
several("several/ties", labels, np.round(softmax(scores), 1))
several("several/constant", labels, np.full((60, 4), 0.25))
several("several/absent_class", np.where(labels == 2, 0, labels), softmax(scores).round(6))
several("several/absent_and_unpredicted", [0, 1, 3, 3, 1], softmax(np.array(
    [[3, 1, -9, 1], [0, 2, -9, 3], [0, 0, -9, 1], [2, 0, -9, 1], [0, 1, -9, 0.5]])).round(6))
several("several/single_class", [2, 2, 2], softmax(scores[:3]).round(6))
several("several/one_sample", [1], [[0.2, 0.3, 0.4, 0.1]])
several("two_outputs/noisy", labels % 2, softmax(scores[:, :2]).round(6))

truth = generator.normal(0, 1, (50, 3)).round(3)
regression("regression/noisy", truth[:, :1], (truth[:, :1] + generator.normal(0, 0.5, (50, 1))).round(3))
regression("regression/several", truth, (truth + generator.normal(0, [0.1, 0.5, 2], (50, 3))).round(3))
regression("regression/far_from_zero", truth[:, :1] + 1048576, (truth[:, :1] * 1.25).round(3) + 1048576)
regression("regression/perfect", truth, truth)
regression("regression/constant_missed", [[2, 1], [2, 2], [2, 3]], [[2, 1], [3, 2], [2, 4]])
regression("regression/constant_met", [[2], [2], [2]], [[2], [2], [2]])
regression("regression/two_samples", [[1], [2]], [[1.5], [1.75]])
regression("regression/one_sample", [[1]], [[1.5]])

pathlib.Path(__file__).with_name("metrics.csv").write_text("\n".join(lines) + "\n")
