"""Optimizers by PyTorch: 1000 steps of each, in float64. Writes optimizers.csv beside this file.

Run with Debian 12's python3-torch (1.13.1): python3 make_optimizers.py

From w = 1, with the gradient a sin(c t) + 0.05 w at update t. (Near a minimum the adaptive rules would be chaotic.)
"""
import pathlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
lines = []


def write(name, values):
    lines.append(",".join([name] + [repr(float(v)) for v in np.asarray(values).reshape(-1)]))


a = np.array([0.1, 1.0, 3.0, 0.01, 0.5, 2.0, 0.3])
c = np.array([0.7, 1.4, 0.31, 2.2, 0.05, 1.0, 0.9])
write("a", a)
write("c", c)

optim = torch.optim
cases = {  # the names are explained in optimizer_golden_test.cpp
    # While the rate is constant, PyTorch's form and Keras's, which is ours, make the same steps.
    "sgd": lambda w: optim.SGD(w, lr=0.01),
    "sgd_set": lambda w: optim.SGD(w, lr=0.02, momentum=0.9),
    "sgd_nesterov": lambda w: optim.SGD(w, lr=0.02, momentum=0.9, nesterov=True),
    "adagrad": lambda w: optim.Adagrad(w),
    "adagrad_set": lambda w: optim.Adagrad(w, lr=0.1, initial_accumulator_value=0.3, eps=1e-3),
    "rmsprop": lambda w: optim.RMSprop(w),
    "rmsprop_set": lambda w: optim.RMSprop(w, lr=0.003, alpha=0.7, eps=1e-2),
    "adadelta": lambda w: optim.Adadelta(w),
    "adadelta_set": lambda w: optim.Adadelta(w, lr=0.5, rho=0.6, eps=1e-3),
    "adam": lambda w: optim.Adam(w),
    "adam_set": lambda w: optim.Adam(w, lr=0.01, betas=(0.8, 0.95), eps=1e-6),
    "adamw": lambda w: optim.AdamW(w),
    "adamw_set": lambda w: optim.AdamW(w, lr=0.01, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.2),
    # The plain loop of 1.13 multiplies one mu too many into its product.
    "nadam": lambda w: optim.NAdam(w, foreach=True),
    "nadam_set": lambda w: optim.NAdam(w, lr=0.01, betas=(0.8, 0.95), eps=1e-6, momentum_decay=0.1, foreach=True),
    "rprop": lambda w: optim.Rprop(w),
    "rprop_set": lambda w: optim.Rprop(w, lr=0.1, etas=(0.7, 1.5), step_sizes=(1e-3, 0.5)),
}
for name, make in cases.items():
    w = torch.ones(7, requires_grad=True)
    rule = make([w])
    for step in range(1, 1001):
        w.grad = torch.tensor(a * np.sin(c * step) + 0.05 * w.detach().numpy())
        rule.step()
        if step in (1, 2, 3, 10, 100, 1000):
            write(f"{name}/{step}", w.detach().numpy())

pathlib.Path(__file__).with_name("optimizers.csv").write_text("\n".join(lines) + "\n")
