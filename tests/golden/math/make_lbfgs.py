"""L-BFGS by PyTorch: the parameters after single iterations, in float64. Writes lbfgs.csv beside this file.

Run with Debian 12's python3-torch (1.13.1): python3 make_lbfgs.py

The functions are those of lbfgs_test.cpp: a narrow valley, an ill-conditioned bowl and a logistic regression.
"""
import pathlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
lines = []


def write(name, values):
    lines.append(",".join([name] + [repr(float(v)) for v in np.asarray(values).reshape(-1)]))


def rosenbrock(w):
    return (100 * (w[1:] - w[:-1] ** 2) ** 2 + (1 - w[:-1]) ** 2).sum()


def bowl(w):
    i = torch.arange(len(w))
    return (0.5 * 3.0**i * (w - i) ** 2).sum() + 0.25 * (w.sum() - 28) ** 4 / 100


def logistic(w):  # 40 points, features sin(j(k+1)), label 1 where cos(3j) + sin(2j) > 0
    j, k = torch.arange(40).reshape(-1, 1), torch.arange(len(w))
    t = (torch.cos(3.0 * j) + torch.sin(2.0 * j) > 0) * 2.0 - 1
    margins = t * (torch.sin(j * (k + 1.0)) @ w.reshape(-1, 1))
    return torch.nn.functional.softplus(-margins).mean() + 0.01 * (w**2).sum()


def follow(name, function, start, record, steps, **settings):
    w = torch.tensor(start, requires_grad=True)
    rule = torch.optim.LBFGS([w], max_iter=1, max_eval=1000, line_search_fn="strong_wolfe", **settings)

    def closure():
        rule.zero_grad()
        loss = function(w)
        loss.backward()
        return loss

    for step in range(1, steps + 1):
        rule.step(closure)
        if step in record:
            write(f"{name}/{step}", w.detach().numpy())


follow("rosenbrock", rosenbrock, [-1.2, 1.0, -0.5, 0.8], (1, 2, 3, 5, 10, 20), 60, lr=1)
follow("rosenbrock_3", rosenbrock, [-1.2, 1.0, -0.5, 0.8], (1, 2, 5, 10, 20), 60, lr=1, history_size=3)
follow("rosenbrock_rate", rosenbrock, [-1.2, 1.0, -0.5, 0.8], (1, 2, 5, 10), 60, lr=0.05)
follow("bowl", bowl, [3.0] * 8, (1, 2, 3, 5, 10, 30), 100, lr=1)
follow("bowl_5", bowl, [3.0] * 8, (1, 2, 5, 10, 20), 100, lr=1, history_size=5)
follow("logistic", logistic, [2.0, -2.0, 1.0, 0.0, 0.0], (1, 2, 3, 5, 10, 30), 30, lr=1)

pathlib.Path(__file__).with_name("lbfgs.csv").write_text("\n".join(lines) + "\n")
