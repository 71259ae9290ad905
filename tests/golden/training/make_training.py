"""Ten steps of two small nets, and the diagnostics of a third, by PyTorch in float64. Writes training.csv beside this file.

Run with Debian 12's python3-torch (1.13.1): python3 make_training.py

Parameters are written as the library keeps them: kernels [inputs, outputs] row by row, then the bias, layer by layer.
"""
import pathlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
lines = []


def write(name, values):
    flat = np.asarray(values, dtype=np.float64).reshape(-1)
    lines.append(",".join([name] + [repr(float(v)) for v in flat]))


def flat_parameters(layers):
    return torch.cat([torch.cat([l.weight.detach().T.reshape(-1), l.bias.detach()]) for l in layers])


def random_layers(sizes, seed):
    generator = np.random.RandomState(seed)
    layers = []
    for n, m in zip(sizes[:-1], sizes[1:]):
        layer = torch.nn.Linear(n, m)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(generator.normal(0, 1, (m, n)).round(3)))
            layer.bias.copy_(torch.tensor(generator.normal(0, 0.5, m).round(3)))
        layers.append(layer)
    return layers


def train(name, layers, activation, loss_of, x, t, optimizer, batch, l2, clip_norm=None):
    """Two epochs over the samples in order, the last batch short. Writes the parameters after every step, and per epoch
    the mean over the samples of the loss that each had when it was trained on."""
    write(name + "/initial", flat_parameters(layers))
    step = 0
    for epoch in range(2):
        total = 0.0
        for first in range(0, len(x), batch):
            xb, tb = x[first : first + batch], t[first : first + batch]
            h = xb
            for layer in layers[:-1]:
                h = activation(layer(h))
            loss = loss_of(layers[-1](h), tb)
            total += float(loss) * len(xb)
            penalty = l2 * sum((layer.weight**2).sum() for layer in layers)
            optimizer.zero_grad()
            (loss + penalty).backward()
            if clip_norm is not None:
                gradients = [p.grad for l in layers for p in l.parameters()]
                length = torch.sqrt(sum((g**2).sum() for g in gradients))
                if length > clip_norm:  # PyTorch's own function adds 1e-6 to the length
                    for g in gradients:
                        g *= clip_norm / length
            optimizer.step()
            step += 1
            write(f"{name}/step_{step}", flat_parameters(layers))
        write(f"{name}/loss_{epoch + 1}", [total / len(x)])


generator = np.random.RandomState(42)
x = torch.tensor(generator.normal(0, 1, (18, 2)).round(3))
t = torch.tensor((generator.uniform(size=(18, 1)) < 0.5).astype(float))
write("x", x)
write("t", t)
bce = lambda z, target: torch.nn.functional.binary_cross_entropy_with_logits(z, target)
for name, nesterov, clip in [("momentum", False, None), ("nesterov", True, None), ("clipped", False, 0.05)]:
    layers = random_layers([2, 3, 1], 1)
    parameters = [p for l in layers for p in l.parameters()]
    sgd = torch.optim.SGD(parameters, lr=0.1, momentum=0.9, nesterov=nesterov)
    train(name, layers, torch.tanh, bce, x, t, sgd, 4, 0.0, clip)

x3 = torch.tensor(generator.normal(0, 1, (18, 3)).round(3))
classes = torch.tensor(generator.randint(0, 3, 18))
one_hot = torch.nn.functional.one_hot(classes, 3).double()
write("x3", x3)
write("one_hot", one_hot)
layers = random_layers([3, 5, 4, 3], 2)
adam = torch.optim.Adam([p for l in layers for p in l.parameters()], lr=0.01)
cce = lambda z, target: -(target * torch.log_softmax(z, 1)).sum(1).mean()
train("softmax", layers, torch.relu, cce, x3, one_hot, adam, 4, 0.01)


def effective_rank(a):
    eigenvalues = np.linalg.eigvalsh(np.cov(a.T, bias=True).reshape(a.shape[1], a.shape[1]))
    return eigenvalues.sum() ** 2 / (eigenvalues**2).sum()


def diagnose(name, layers, activations, loss_per_sample, x, t, last_step):
    """The columns of layers.csv for each layer: activations = [(function, largest slope or None)]."""
    write(name + "/initial", flat_parameters(layers))
    write(name + "/last_step", torch.cat([s.reshape(-1) for s in last_step]))
    h, pre, out = x, [], []
    for layer, (g, _) in zip(layers, activations):
        s = layer(h)
        s.retain_grad()
        h = g(s)
        pre.append(s)
        out.append(h)
    loss = loss_per_sample(pre[-1], t).sum()
    loss.backward()
    offset = 0
    for i, (layer, (g, largest)) in enumerate(zip(layers, activations)):
        a, delta = out[i].detach().numpy(), pre[i].grad.numpy()
        saturated = np.nan
        slope = None
        if largest is not None:
            s = pre[i].detach().clone().requires_grad_(True)
            g(s).sum().backward()
            slope = s.grad.numpy()
            saturated = (np.abs(slope) < 0.05 * largest).mean()
        dead = ((a == 0) & (delta == 0)).all(0).mean()
        size = layer.weight.numel()
        step = np.linalg.norm(last_step[2 * i])
        write(
            f"{name}/layer_{i + 1}",
            [a.mean(), a.std(), *np.percentile(a, [2, 50, 98]), saturated, (a == 0).mean(), dead, effective_rank(a),
             np.abs(delta).mean(), delta.std(), layer.weight.grad.norm().item() / len(x),
             layer.bias.grad.norm().item() / len(x), layer.weight.norm().item(), step / layer.weight.norm().item()],
        )


layers = random_layers([3, 6, 4, 3], 5)
with torch.no_grad():
    layers[0].bias[1] = -20.0  # a dead unit
    layers[1].weight *= 3  # and saturated ones
steps = [torch.tensor(generator.normal(0, 0.01, tuple(p.T.shape) if p.dim() == 2 else tuple(p.shape)).round(5))
         for l in layers for p in (l.weight, l.bias)]
diagnose("classes", layers, [(torch.relu, 1), (torch.tanh, 1), (lambda s: torch.softmax(s, 1), None)],
         lambda z, target: -(target * torch.log_softmax(z, 1)).sum(1), x3, one_hot, steps)
layers = random_layers([3, 4, 4, 2], 6)
steps = [torch.tensor(generator.normal(0, 0.01, tuple(p.T.shape) if p.dim() == 2 else tuple(p.shape)).round(5))
         for l in layers for p in (l.weight, l.bias)]
binary = one_hot[:, :2]
diagnose("binary", layers, [(torch.nn.functional.softplus, 1), (torch.nn.functional.softsign, 1), (torch.sigmoid, 0.25)],
         lambda z, target: torch.nn.functional.binary_cross_entropy_with_logits(z, target, reduction="none").mean(1),
         x3, binary, steps)

pathlib.Path(__file__).with_name("training.csv").write_text("\n".join(lines) + "\n")
