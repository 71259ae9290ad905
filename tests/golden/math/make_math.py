"""Activations, losses, optimizers, schedules and metrics by PyTorch, scikit-learn and plain recurrences. Writes math.csv
beside this file.

Run with Debian 12's python3-torch (1.13.1) and python3-sklearn (1.2.1): python3 make_math.py
"""
import math
import pathlib

import numpy as np
import sklearn.metrics
import sklearn.utils.class_weight
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
lines = []


def write(name, values):
    flat = np.asarray(values).reshape(-1)
    lines.append(",".join([name] + [repr(float(v)) for v in flat]))


# --- activations: value and derivative at points that float32 holds exactly, and at a few denormals of float64
points = [0.0, 1e-40, 1e-30, 1e-8, 1e-4, 1e-3, 0.01, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 8.0, 9.0,
          10.0, 15.0, 17.0, 20.0, 30.0, 50.0, 80.0, 88.0, 100.0, 500.0, 1000.0]
points = [float(np.float32(p)) for p in points]
x32 = np.array([-p for p in reversed(points)] + points)
x64 = np.concatenate([x32, [1e-310, -1e-310, 5e-324, -5e-324, 1e-300, -1e-300, 700, -700, 710, -710, 750, -750]])
write("x", x64)
write("float_points", [len(x32)])


def elu(x, alpha):  # F.elu subtracts 1 from e^x, which costs the digits of a small x
    return torch.where(x > 0, x, alpha * torch.expm1(torch.clamp(x, max=0)))


def gelu_tanh(x):  # F.gelu adds 1 to a tanh near -1, which costs all digits of a negative x; this is the same function
    return x * torch.exp(F.logsigmoid(2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


activations = {
    "linear": lambda x: x * 1,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda x: F.leaky_relu(x, 0.01),
    "elu": lambda x: elu(x, 1.0),
    "elu_0.5": lambda x: elu(x, 0.5),
    "softplus": lambda x: -F.logsigmoid(-x),  # F.softplus turns linear at 20
    "softplus_3": lambda x: -F.logsigmoid(-3 * x) / 3,
    "softsign": F.softsign,
    "scaled_tanh": lambda x: 1.7159 * torch.tanh(2 * x / 3),
}
for name, g in activations.items():
    for precision, numbers, suffix in [(torch.float64, x64, ""), (torch.float32, x32, "_float")]:
        x = torch.tensor(numbers, dtype=precision, requires_grad=True)
        y = g(x)
        y.sum().backward()
        write(f"{name}/value{suffix}", y.detach().numpy())
        write(f"{name}/slope{suffix}", x.grad.numpy())

# Where two straight lines meet, the slope is that of the left one: PyTorch is asked a little to the left. F.selu,
# F.gelu and F.silu lose digits like F.elu, F.hardsigmoid is good to 1e-9 only.
further_activations = {
    "selu": lambda x: 1.0507009873554804934193349852946 * elu(x, 1.6732632423543772848170429916717),
    "gelu": lambda x: x * torch.erfc(-x / math.sqrt(2)) / 2,
    "gelu_tanh": gelu_tanh,
    "silu": lambda x: x * torch.exp(F.logsigmoid(x)),
    "mish": F.mish,
    "relu6": F.relu6,
    "hard_sigmoid": lambda x: torch.clamp((x + 3) / 6, 0, 1),
    "hard_tanh": F.hardtanh,
    "exponential": torch.exp,
    "formula_swish": lambda x: x * torch.exp(F.logsigmoid(1.702 * x)),
    "formula_tanh": lambda x: torch.tanh(x / 2),
    "formula_kinked":
        lambda x: torch.where(x > 3, 2 * x - 3, x) - torch.clamp(x, max=1) / 2 + abs(x + 2) / 4 - F.relu(-x),
}
kinks = {"relu6": [0, 6], "hard_sigmoid": [-3, 3], "hard_tanh": [-1, 1], "formula_kinked": [-2, 0, 1, 3]}
for name, g in further_activations.items():
    for precision, numbers, suffix, step in [(torch.float64, x64, "", 1e-9), (torch.float32, x32, "_float", 1e-6)]:
        write(f"{name}/value{suffix}", g(torch.tensor(numbers, dtype=precision)).numpy())
        at = np.where(np.isin(numbers, kinks.get(name, [])), numbers - step, numbers)
        x = torch.tensor(at, dtype=precision, requires_grad=True)
        g(x).sum().backward()
        write(f"{name}/slope{suffix}", x.grad.numpy())

# prelu, three units of which each sees every point
slopes = [0.25, -0.5, 1.5]
dy = np.random.RandomState(1).normal(0, 1, (len(x64), 3)).round(3)
x = torch.tensor(np.repeat(x64, 3).reshape(-1, 3), requires_grad=True)
alpha = torch.tensor(slopes, requires_grad=True)
y = F.prelu(x, alpha)
y.backward(torch.tensor(dy))
for name, values in [("alpha", slopes), ("dy", dy), ("value", y.detach()), ("dx", x.grad), ("dalpha", alpha.grad)]:
    write(f"prelu/{name}", values)

generator = np.random.RandomState(0)
columns = np.vstack([generator.normal(0, 1, (4, 4)).round(3), generator.normal(0, 30, (3, 4)).round(1),
                     [[1000, -1000, 0, 1000], [-1000, -1000, -1000, -1000], [0, 0, 0, 0], [100, 99, 98, -100]]])
write("columns", columns)
x = torch.tensor(columns, requires_grad=True)
dy = torch.tensor(generator.normal(0, 1, columns.shape).round(3))
y = torch.softmax(x, 1)
y.backward(dy)
write("softmax/value", y.detach().numpy())
write("softmax/dy", dy.numpy())
write("softmax/dx", x.grad.numpy())

# --- losses: of each output, and the derivative, at every pair of these
z_values = [-1000.0, -100.0, -30.0, -3.0, -1.0, -0.125, 0.0, 0.125, 1.0, 3.0, 30.0, 100.0, 1000.0]
t_values = [0.0, 1.0, 0.25]
z = torch.tensor([z for z in z_values for _ in t_values], requires_grad=True)
t = torch.tensor([t for _ in z_values for t in t_values])
write("losses/z", z.detach().numpy())
write("losses/t", t.numpy())


def hinge(z, t):  # PyTorch has it for class numbers only; relu'(0) is 0
    return F.relu(1 - (2 * t - 1) * z)


def of_each(loss, **options):
    return lambda z, t: loss(z, t, reduction="none", **options)


for name, loss in [("binary_crossentropy", of_each(F.binary_cross_entropy_with_logits)),
                   ("mean_squared_error", of_each(F.mse_loss)), ("mean_absolute_error", of_each(F.l1_loss)),
                   ("huber", of_each(F.huber_loss)), ("huber_0.5", of_each(F.huber_loss, delta=0.5)), ("hinge", hinge)]:
    z.grad = None
    values = loss(z, t)
    values.sum().backward()
    write(f"{name}/value", values.detach().numpy())
    write(f"{name}/gradient", z.grad.numpy())
targets = np.zeros(columns.shape)
targets[np.arange(len(columns)), generator.randint(0, 4, len(columns))] = 1
targets[1] = [0.1, 0.2, 0.3, 0.4]  # smoothed labels are no one-hot
x = torch.tensor(columns, requires_grad=True)
values = F.cross_entropy(x, torch.tensor(targets), reduction="none")
values.sum().backward()
write("categorical_crossentropy/target", targets)
write("categorical_crossentropy/value", values.detach().numpy())
write("categorical_crossentropy/gradient", x.grad.numpy())

# Of class numbers, smoothed or weighted (PyTorch's mixture of both is another).
classes = torch.tensor([0, 3, 1, 1, 2, 0, 2, 3, 1, 0, 3])
weights = torch.tensor([0.5, 2.0, 0.0, 1.25])
write("classes", classes.numpy())
write("class_weights", weights.numpy())
for name, options in [("smoothed", {"label_smoothing": 0.1}), ("weighted", {"weight": weights})]:
    x = torch.tensor(columns, requires_grad=True)
    values = F.cross_entropy(x, classes, reduction="none", **options)
    values.sum().backward()
    write(f"{name}/value", values.detach().numpy())
    write(f"{name}/gradient", x.grad.numpy())
write("hinge/mean", [sklearn.metrics.hinge_loss([0, 1, 1, 0, 1], [0.3, 0.3, -2.0, -1.5, 1.0])])
labels = [2] * 5 + [0] * 3 + [1] * 2 + [3] * 7
write("balanced", sklearn.utils.class_weight.compute_class_weight("balanced", classes=[0, 1, 2, 3], y=labels))

# --- optimizers: from w = 1, with the gradient a sin(c t) + 0.05 w at update t (near a minimum Adam would be chaotic)
a = np.array([0.1, 1.0, 3.0, 0.01, 0.5, 2.0, 0.3])
c = np.array([0.7, 1.4, 0.31, 2.2, 0.05, 1.0, 0.9])
write("optimizer/a", a)
write("optimizer/c", c)


def gradient(w, t):
    return a * np.sin(c * t) + 0.05 * w


w = torch.ones(7, requires_grad=True)
adam = torch.optim.Adam([w], lr=0.01, betas=(0.8, 0.95), eps=1e-6)
for step in range(1, 1001):
    w.grad = torch.tensor(gradient(w.detach().numpy(), step))
    adam.step()
    if step in (1, 2, 10, 1000):
        write(f"adam/{step}", w.detach().numpy())
# Keras's recurrence, with a learning rate that changes: v <- mu v - eta g, w <- w + v or w + mu v - eta g
for name, mu, nesterov in [("plain", 0.0, False), ("momentum", 0.9, False), ("nesterov", 0.9, True)]:
    w, v = np.ones(7), np.zeros(7)
    for step in range(1, 101):
        eta, g = 0.05 / (1 + 0.1 * step), gradient(w, step)
        v = mu * v - eta * g
        w = w + (mu * v - eta * g if nesterov else v)
        if step in (1, 2, 10, 100):
            write(f"{name}/{step}", w)


# --- schedules: the rate before each of 20 updates
def rates(make):
    optimizer = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=0.1)
    schedule, result = make(optimizer), []
    for _ in range(20):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return result


write("schedule/step", rates(lambda o: torch.optim.lr_scheduler.StepLR(o, 6, 0.5)))
write("schedule/exponential", rates(lambda o: torch.optim.lr_scheduler.ExponentialLR(o, math.exp(-0.07))))
write("schedule/cosine", rates(lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 20, 0.001)))
write("schedule/restarts", rates(lambda o: torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(o, 5, 1, 0.001)))

# --- metrics
outputs, truth = generator.normal(0, 1, (50, 4)).round(2), generator.normal(0, 1, (50, 4)).round(2)
write("metrics/outputs", outputs)
write("metrics/truth", truth)
labels = generator.randint(0, 4, 50)
write("metrics/labels", labels)
write("metrics/accuracy", [sklearn.metrics.accuracy_score(labels, outputs.argmax(1))])
write("metrics/binary_accuracy", [sklearn.metrics.accuracy_score(labels % 2, outputs[:, 0] > 0)])
write("metrics/mean_absolute_error", [sklearn.metrics.mean_absolute_error(truth, outputs)])
write("metrics/mean_squared_error", [sklearn.metrics.mean_squared_error(truth, outputs)])

pathlib.Path(__file__).with_name("math.csv").write_text("\n".join(lines) + "\n")
