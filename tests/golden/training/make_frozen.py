"""Six steps of nets with frozen layers and with learning rates of their own, by PyTorch in float64. Writes frozen.csv
beside this file.

Run with Debian 12's python3-torch (1.13.1): python3 make_frozen.py

Frozen parameters have requires_grad = False and are left to no optimizer; a multiplier is a parameter group with
lr = multiplier * eta. A frozen batch normalization is in eval mode (Keras's meaning of trainable = False). Parameters are
written as the library keeps them: kernels [inputs, outputs] row by row, then the bias, layer by layer.
"""
import pathlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
lines = []
RATE = 0.05


def write(name, values):
    lines.append(",".join([name] + [repr(float(v)) for v in np.asarray(values, dtype=np.float64).reshape(-1)]))


def flat(layers):
    parts = []
    for layer in layers:
        if isinstance(layer, torch.nn.Linear):
            parts += [layer.weight.detach().T.reshape(-1), layer.bias.detach()]
        else:
            parts += [layer.weight.detach(), layer.bias.detach()]
    return torch.cat(parts)


def linear(generator, n, m):
    layer = torch.nn.Linear(n, m)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(generator.normal(0, 1, (m, n)).round(3)))
        layer.bias.copy_(torch.tensor(generator.normal(0, 0.5, m).round(3)))
    return layer


generator = np.random.RandomState(7)
x = torch.tensor(generator.normal(0, 1, (12, 3)).round(3))
t = torch.tensor(generator.normal(0, 1, (12, 2)).round(3))
write("x", x)
write("t", t)

RULES = {
    "sgd": lambda groups: torch.optim.SGD(groups, lr=RATE, momentum=0.9),
    "adagrad": lambda groups: torch.optim.Adagrad(groups, lr=RATE),
    "rmsprop": lambda groups: torch.optim.RMSprop(groups, lr=RATE),
    "adam": lambda groups: torch.optim.Adam(groups, lr=RATE),
    "adamw": lambda groups: torch.optim.AdamW(groups, lr=RATE, weight_decay=0.1),
    "rprop": lambda groups: torch.optim.Rprop(groups, lr=RATE),
}


def train(name, rule, layers, multipliers, forward):
    """A multiplier of None freezes the layer. Weights of Linear layers have the penalty 0.01 * sum w^2, also where they are
    frozen; the gradient is clipped to the norm 0.5 of those that learn."""
    groups = []
    for layer, multiplier in zip(layers, multipliers):
        if multiplier is None:
            layer.requires_grad_(False)
        else:
            groups.append({"params": list(layer.parameters()), "lr": multiplier * RATE})
    optimizer = RULES[rule](groups)
    write(name + "/initial", flat(layers))
    for step in range(6):
        xb, tb = x[step % 3 * 4 : step % 3 * 4 + 4], t[step % 3 * 4 : step % 3 * 4 + 4]
        loss = ((forward(layers, xb) - tb) ** 2).mean()
        penalty = 0.01 * sum((l.weight**2).sum() for l in layers if isinstance(l, torch.nn.Linear))
        if step == 0:
            write(name + "/penalty", [float(penalty)])
        optimizer.zero_grad()
        (loss + penalty).backward()
        gradients = [p.grad for g in groups for p in g["params"]]
        length = torch.sqrt(sum((g**2).sum() for g in gradients))
        if length > 0.5:  # PyTorch's own function adds 1e-6 to the length
            for g in gradients:
                g *= 0.5 / length
        optimizer.step()
        if step in (0, 2, 5):
            write(f"{name}/step_{step + 1}", flat(layers))


def plain(layers, h):
    for layer in layers[:-1]:
        h = torch.tanh(layer(h))
    return layers[-1](h)


for rule in RULES:
    for case, multipliers in [("middle", [0.1, None, 2.0]), ("lowest", [None, 1.0, 0.5]), ("last", [3.0, 1.0, None])]:
        if case == "last" and rule != "adam":
            continue
        seeded = np.random.RandomState(11)
        train(f"{rule}/{case}", rule, [linear(seeded, 3, 4), linear(seeded, 4, 3), linear(seeded, 3, 2)], multipliers, plain)

seeded = np.random.RandomState(13)
norm = torch.nn.BatchNorm1d(4)
with torch.no_grad():
    norm.weight.copy_(torch.tensor([0.5, 1.5, -1.0, 2.0]))
    norm.bias.copy_(torch.tensor([0.1, -0.2, 0.3, 0.0]))
    norm.running_mean.copy_(torch.tensor([0.2, -0.1, 0.4, 0.0]))
    norm.running_var.copy_(torch.tensor([0.7, 1.3, 2.0, 0.5]))
norm.eval()
write("statistics", torch.cat([norm.running_mean, norm.running_var]))
train("sgd/normalized", "sgd", [linear(seeded, 3, 4), norm, linear(seeded, 4, 2)], [1.0, None, 1.0],
      lambda layers, h: layers[2](torch.tanh(layers[1](layers[0](h)))))

pathlib.Path(__file__).with_name("frozen.csv").write_text("\n".join(lines) + "\n")
