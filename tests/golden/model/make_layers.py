"""Values and gradients of normalizations and maxout, and six steps of a net of them, by PyTorch in float64. Writes
layers.csv beside this file.

Run with Debian 12's python3-torch (1.13.1): python3 make_layers.py

An array (samples, units) is written sample by sample, as the library keeps a batch; kernels are [inputs, outputs] or
[inputs, units, pieces], row by row.
"""
import pathlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
random = np.random.RandomState(7)
lines = []


def write(name, values):
    values = values.detach().numpy() if isinstance(values, torch.Tensor) else np.asarray(values, dtype=np.float64)
    lines.append(",".join([name] + [repr(float(v)) for v in values.reshape(-1)]))


def tensor(*shape, mean=0.0, stddev=1.0):
    return torch.tensor(random.normal(mean, stddev, shape).round(3))


def write_gradients(name, module_output, dy, **wanted):
    """Gradients of the sum of dy * output, by the names of their tensors."""
    for key, gradient in zip(wanted, torch.autograd.grad((module_output * dy).sum(), list(wanted.values()))):
        write(f"{name}/d{key}", gradient)


def batch_normalization(name, units, batches, mean, **settings):
    layer = torch.nn.BatchNorm1d(units, **settings)
    gamma, beta = tensor(units, mean=1), tensor(units)
    with torch.no_grad():
        layer.weight.copy_(gamma)
        layer.bias.copy_(beta)
    write(name + "/gamma", gamma)
    write(name + "/beta", beta)
    for i, samples in enumerate(batches):  # the last one in inference mode
        if i + 1 == len(batches):
            layer.eval()
        x = tensor(samples, units, mean=mean, stddev=2).requires_grad_()
        dy = tensor(samples, units)
        y = layer(x)
        batch = f"{name}/{i + 1}"
        write(batch + "/x", x)
        write(batch + "/dy", dy)
        write(batch + "/y", y)
        write_gradients(batch, y, dy, x=x, gamma=layer.weight, beta=layer.bias)
        write(batch + "/moving_mean", layer.running_mean)
        write(batch + "/moving_variance", layer.running_var)


batch_normalization("batch", 3, [5, 2, 4], mean=0)
batch_normalization("batch_far", 20, [3, 17, 6], mean=1000, eps=0.01, momentum=0.3)


def layer_normalization(name, units, samples, mean, **settings):
    layer = torch.nn.LayerNorm(units, **settings)
    x = tensor(samples, units, mean=mean, stddev=2).requires_grad_()
    gamma, beta, dy = tensor(units, mean=1), tensor(units), tensor(samples, units)
    with torch.no_grad():
        layer.weight.copy_(gamma)
        layer.bias.copy_(beta)
    y = layer(x)
    for key, value in {"x": x, "gamma": gamma, "beta": beta, "dy": dy, "y": y}.items():
        write(f"{name}/{key}", value)
    write_gradients(name, y, dy, x=x, gamma=layer.weight, beta=layer.bias)


layer_normalization("layer", 5, 4, mean=0)
layer_normalization("layer_far", 33, 19, mean=1000, eps=0.01)


def maxout(x, kernel, bias):
    return (torch.einsum("si,iup->sup", x, kernel) + bias).max(dim=2).values


x, kernel, bias = (t.requires_grad_() for t in (tensor(7, 4), tensor(4, 3, 5), tensor(3, 5)))
dy = tensor(7, 3)
y = maxout(x, kernel, bias)
for key, value in {"x": x, "kernel": kernel, "bias": bias, "dy": dy, "y": y}.items():
    write(f"maxout/{key}", value)
write_gradients("maxout", y, dy, x=x, kernel=kernel, bias=bias)


# A net: dense 4 (no bias, max-norm 0.9) - batch normalization - tanh - layer normalization - maxout 3 x 2 (max-norm
# 0.8) - dense 1; mean squared error, sgd 0.05, two epochs of batches of 7 over 20 samples in order.
def projected(kernel, longest):
    norms = torch.sqrt((kernel**2).sum(dim=0, keepdim=True))
    return torch.where(norms > longest, kernel * (longest / norms), kernel)


inputs, targets = tensor(20, 3), tensor(20, 1)
batch_norm, layer_norm = torch.nn.BatchNorm1d(4), torch.nn.LayerNorm(4)
first, pieces, piece_bias, last, last_bias = tensor(3, 4), tensor(4, 3, 2), tensor(3, 2), tensor(3, 1), tensor(1)
parameters = [first, batch_norm.weight, batch_norm.bias, layer_norm.weight, layer_norm.bias, pieces, piece_bias, last,
              last_bias]
for p in parameters:
    p.requires_grad_()


def net(x):
    h = layer_norm(torch.tanh(batch_norm(x @ first)))
    return maxout(h, pieces, piece_bias) @ last + last_bias


def flat():
    return torch.cat([p.detach().reshape(-1) for p in parameters])


write("net/x", inputs)
write("net/t", targets)
write("net/initial", flat())
optimizer = torch.optim.SGD(parameters, lr=0.05)
for epoch in range(2):
    for begin in range(0, 20, 7):
        optimizer.zero_grad()
        ((net(inputs[begin : begin + 7]) - targets[begin : begin + 7]) ** 2).mean().backward()
        optimizer.step()
        with torch.no_grad():
            first.copy_(projected(first, 0.9))
            pieces.copy_(projected(pieces, 0.8))
write("net/parameters", flat())
write("net/statistics", torch.cat([batch_norm.running_mean, batch_norm.running_var]))
batch_norm.eval()
write("net/predictions", net(inputs))
kernel_norms = [torch.sqrt((k**2).sum(dim=0)).max().item() for k in (first, pieces)]
assert kernel_norms[0] < 0.9 + 1e-12 and kernel_norms[1] < 0.8 + 1e-12 and max(kernel_norms) > 0.79, kernel_norms

pathlib.Path(__file__).with_name("layers.csv").write_text("\n".join(lines) + "\n")
