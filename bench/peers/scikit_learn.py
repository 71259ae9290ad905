#!/usr/bin/env python3
"""scikit-learn's MLPClassifier: partial_fit is one epoch of batches. Usage: see common.measure."""

import warnings

from sklearn.neural_network import MLPClassifier

from common import measure


def step_of(workload, _threads):
    warnings.simplefilter("ignore")
    features, classes = workload.data()
    # As many samples as keep an epoch short, and what an epoch costs beside its batches small.
    samples = min(workload.samples, max(1000, 8 * workload.batch))
    features, classes = features[:samples], classes[:samples]
    activation = "logistic" if workload.activation == "sigmoid" else workload.activation
    net = MLPClassifier(workload.widths[1:-1], activation=activation, solver="sgd", batch_size=workload.batch,
                        alpha=0, learning_rate_init=0.01, momentum=0.9, nesterovs_momentum=False)
    every_class = sorted(set(classes.tolist()))

    def some_steps():
        net.partial_fit(features, classes, every_class)
        return -(-samples // workload.batch)

    return some_steps


measure("scikit-learn", step_of)
