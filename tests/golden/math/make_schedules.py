"""Schedules by PyTorch: the rates before each of 20 updates. Writes schedules.csv beside this file.

Run with Debian 12's python3-torch (1.13.1): python3 make_schedules.py
"""
import pathlib
import warnings

import torch
from torch.optim import lr_scheduler

warnings.simplefilter("ignore")
torch.set_default_dtype(torch.float64)
lines = []


def rates(make, rate=0.1, watched=None):
    optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=rate)
    schedule, result = make(optimizer), []
    for t in range(20):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step() if watched is None else schedule.step(watched[t])
    return result


def write(name, values):
    lines.append(",".join([name] + [repr(float(v)) for v in values]))


write("inverse_time", rates(lambda o: lr_scheduler.LambdaLR(o, lambda t: 1 / (1 + 0.3 * t))))
write("polynomial", rates(lambda o: lr_scheduler.PolynomialLR(o, total_iters=20, power=1.5)))
write("piecewise", rates(lambda o: lr_scheduler.MultiStepLR(o, [3, 10, 11], 0.5)))
write("one_cycle", rates(lambda o: lr_scheduler.OneCycleLR(o, 0.5, total_steps=20, cycle_momentum=False)))
write("one_cycle_set", rates(lambda o: lr_scheduler.OneCycleLR(
    o, 0.4, total_steps=20, pct_start=0.55, div_factor=8, final_div_factor=10, cycle_momentum=False)))
write("warm_step", rates(lambda o: lr_scheduler.LambdaLR(o, lambda t: 0.5 ** (t // 6) * min(1, (t + 1) / 8))))

# PyTorch waits for more than `patience` bad epochs, Keras (and mlp) for as many as that.
falling = [5, 4, 3, 3, 3.5, 3, 2.95, 2, 1, 1, 1, 1, 0.99, 1, 1, 1, 1, 1, 1, 1]
write("watched", falling)
plateau = dict(factor=0.3, threshold_mode="abs", eps=0)
write("plateau", rates(lambda o: lr_scheduler.ReduceLROnPlateau(o, "min", patience=1, threshold=0.1, **plateau), 0.1,
                       falling))
write("plateau_least", rates(lambda o: lr_scheduler.ReduceLROnPlateau(
    o, "min", patience=1, threshold=0.1, min_lr=0.02, **plateau), 0.1, falling))
write("plateau_max", rates(lambda o: lr_scheduler.ReduceLROnPlateau(o, "max", patience=2, threshold=0, **plateau), 0.1,
                           [-v for v in falling]))

pathlib.Path(__file__).with_name("schedules.csv").write_text("\n".join(lines) + "\n")
