"""Formulas (activations written as expressions of z) by PyTorch: value and derivative of each, in both precisions.
Writes formulas.csv and the expressions themselves, formulas.txt, beside this file.

Run with Debian 12's python3-torch (1.13.1): python3 make_formulas.py
"""
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

points = [0.0, 1e-40, 1e-30, 1e-8, 1e-4, 1e-3, 0.01, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0,
          15.0, 20.0, 30.0, 50.0, 80.0, 100.0, 500.0, 1000.0]
points = [float(np.float32(p)) for p in points]
x32 = np.array([-p for p in reversed(points)] + points)
x64 = np.concatenate([x32, [1e-310, -1e-310, 5e-324, -5e-324, 1e-300, -1e-300, 700, -700, 750, -750]])


def softplus(x):  # F.softplus turns linear at 20
    return -F.logsigmoid(-x)


# name: (expression, the same in PyTorch, its kinks, where PyTorch is asked a little to the left)
formulas = {
    "swish": ("z * sigmoid(1.702*z)", lambda x: x * torch.sigmoid(1.702 * x), []),
    "gelu": ("z * (1 + erf(z / sqrt(2))) / 2", lambda x: x * (1 + torch.erf(x / math.sqrt(2))) / 2, []),
    "gelu_tanh": ("0.5*z*(1 + tanh(sqrt(2/pi) * (z + 0.044715*z^3)))",
                  lambda x: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x))), []),
    "mish": ("z * tanh(softplus(z))", lambda x: x * torch.tanh(softplus(x)), []),
    "serf": ("z * erf(softplus(z))", lambda x: x * torch.erf(softplus(x)), []),
    "elu": ("where(z > 0, z, expm1(z))", lambda x: torch.where(x > 0, x, torch.expm1(torch.clamp(x, max=0))), []),
    "softsign": ("z / (1 + abs(z))", lambda x: x / (1 + torch.abs(x)), []),
    "bell": ("exp(-z^2)", lambda x: torch.exp(-(x * x)), []),
    "waves": ("sin(3*z) + cos(z/2)", lambda x: torch.sin(3 * x) + torch.cos(x / 2), []),
    "snake": ("z + sin(z)^2", lambda x: x + torch.sin(x) * torch.sin(x), []),
    "log_of_square": ("log(1 + z*z)", lambda x: torch.log(1 + x * x), []),
    "squareplus": ("(z + sqrt(z^2 + 4)) / 2", lambda x: (x + torch.sqrt(x * x + 4)) / 2, []),
    "power": ("abs(z)^1.5", lambda x: torch.abs(x)**1.5, []),
    "power_of_two": ("2^z", lambda x: torch.pow(torch.tensor(2.0, dtype=x.dtype), x), []),
    "own_power": ("(1 + z^2)^(z/100)", lambda x: torch.pow(1 + x * x, x / 100), []),
    "reciprocal_power": ("(2 + z^2)^-2", lambda x: 1 / ((2 + x * x) * (2 + x * x)), []),
    "clipped": ("max(-1, min(1, z/2))", lambda x: torch.clamp(x / 2, -1, 1), [-2, 2]),
    "two_rectifiers": ("relu(z) - 0.25*relu(-z - 1)", lambda x: F.relu(x) - 0.25 * F.relu(-x - 1), [0, -1]),
    "pieces": ("where(z < -1, -1, where(z >= 1, z^2, z))",
               lambda x: torch.where(x < -1, -1 + 0 * x, torch.where(x >= 1, x * x, x)), [-1, 1]),
    "steps": ("z * (z > 0) + 0.1 * z * (z <= 0)", lambda x: torch.where(x > 0, x, 0.1 * x), [0]),
    "log": ("log(z)", torch.log, []),
    "root": ("sqrt(z)", torch.sqrt, []),
    "reciprocal": ("1/z", lambda x: 1 / x, []),
    "log_of_sum": ("log(exp(z) + exp(-z))", lambda x: torch.log(torch.exp(x) + torch.exp(-x)), []),
    "log1p": ("log1p(z^2) - erfc(z)", lambda x: torch.log1p(x * x) - torch.erfc(x), []),
}

lines, texts = [], []


def write(name, values):
    lines.append(",".join([name] + [repr(float(v)) for v in np.asarray(values).reshape(-1)]))


write("x", x64)
write("float_points", [len(x32)])
for name, (expression, g, kinks) in formulas.items():
    texts.append(f"{name}\t{expression}")
    for precision, numbers, suffix in [(torch.float64, x64, ""), (torch.float32, x32, "_float")]:
        step = 1e-9 if precision == torch.float64 else 1e-6
        write(f"{name}/value{suffix}", g(torch.tensor(numbers, dtype=precision)).numpy())
        at = np.where(np.isin(numbers, kinks), numbers - step, numbers)
        x = torch.tensor(at, dtype=precision, requires_grad=True)
        g(x).sum().backward()
        write(f"{name}/slope{suffix}", x.grad.numpy())
folder = pathlib.Path(__file__).parent
(folder / "formulas.csv").write_text("\n".join(lines) + "\n")
(folder / "formulas.txt").write_text("\n".join(texts) + "\n")
