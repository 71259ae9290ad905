#!/usr/bin/env python3
"""PyTorch, eager mode, as its tutorials train an MLP. Usage: see common.measure."""

import numpy as np
import torch

from common import measure

ACTIVATIONS = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}


def step_of(workload, threads):
    torch.set_num_threads(threads)
    features, classes = workload.data()
    x = torch.from_numpy(features)
    two_classes = workload.widths[-1] == 1
    y = torch.from_numpy(classes.astype(np.float32)[:, None] if two_classes else classes.astype(np.int64))
    layers = []
    for inputs, units in zip(workload.widths, workload.widths[1:]):
        layers += [torch.nn.Linear(inputs, units), ACTIVATIONS[workload.activation]()]
    model = torch.nn.Sequential(*layers[:-1])
    criterion = torch.nn.BCEWithLogitsLoss() if two_classes else torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    batches = [batch for batch in torch.randperm(workload.samples).split(workload.batch) if len(batch) == workload.batch]
    done = 0
    total = 0.0

    def some_steps():
        nonlocal done, total
        which = batches[done % len(batches)]
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(model(x[which]), y[which])
        loss.backward()
        optimizer.step()
        total += loss.item()
        done += 1
        return 1

    return some_steps


measure("pytorch", step_of)
