"""The autoencoders that train.py trains, written from the papers in plain PyTorch.

Each takes its parameters p and the batch x [B, D] and returns a Pass: codes [B, F], reconstruction [B, D], what is added to the squared error of a
sample (sparsity, which a warm-up scales, and other; [B] or one number), and the smallest code that a batch rule kept.
"""
from collections import namedtuple

import torch

Pass = namedtuple("Pass", "codes reconstruction sparsity other least", defaults=(0.0, 0.0, None))


def encode(p, x):
    return (x - p["decoder_bias"]) @ p["encoder_weight"].T + p["encoder_bias"]


def decode(p, codes):
    return codes @ p["decoder_weight"] + p["decoder_bias"]


def lengths(p):
    return p["decoder_weight"].pow(2).sum(1).sqrt()


def square(e):
    return e.pow(2).sum(1)


def largest_of_rows(values, k, by=None):
    """All but the k largest of a row are 0."""
    chosen = (values if by is None else by).topk(k, dim=1).indices
    return torch.zeros_like(values).scatter(1, chosen, values.gather(1, chosen))


def aux_k(p, x, reconstruction, dead, alpha, k, rule):
    """Gao et al., arXiv 2406.04093, A.2: dead features alone explain the residual, which is a constant here."""
    if not dead.any():
        return 0.0
    residual = (x - reconstruction).detach()
    codes = rule(encode(p, x)[:, dead], min(k, int(dead.sum())))
    return alpha * square(residual - codes @ p["decoder_weight"][dead])


def relu(p, x, dead, l1, by_length=False):
    codes = encode(p, x).relu()
    return Pass(codes, decode(p, codes), l1 * (codes * lengths(p) if by_length else codes).sum(1))


def top_k(p, x, dead, k, alpha=0.0, k_aux=1, by_magnitude=False):
    def rule(z, most):
        return largest_of_rows(z, most, z.abs()) if by_magnitude else largest_of_rows(z.relu(), most)

    codes = rule(encode(p, x), k)
    reconstruction = decode(p, codes)
    return Pass(codes, reconstruction, other=aux_k(p, x, reconstruction, dead, alpha, k_aux, rule))


def largest_of_batch(p, x, k):
    """Bussmann et al., arXiv 2412.06410: the k B largest of the whole batch, and the smallest of them."""
    codes = encode(p, x).relu()
    kept = largest_of_rows(codes.reshape(1, -1), k * len(x)).reshape(codes.shape)
    return kept, float(kept[kept > 0].min())


def batch_top_k(p, x, dead, k, alpha=0.0, k_aux=1):
    codes, least = largest_of_batch(p, x, k)
    reconstruction = decode(p, codes)
    auxiliary = aux_k(p, x, reconstruction, dead, alpha, k_aux, lambda z, most: largest_of_rows(z.relu(), most))
    return Pass(codes, reconstruction, other=auxiliary, least=least)


def matryoshka(p, x, dead, k, prefixes):
    """arXiv 2503.17547: the first m features alone reconstruct, too; a plain sum of squared errors, as in SAELens."""
    codes, least = largest_of_batch(p, x, k)
    inner = sum(square(x - codes[:, :m] @ p["decoder_weight"][:m] - p["decoder_bias"]) for m in prefixes)
    return Pass(codes, decode(p, codes), other=inner, least=least)


def rectangle(u):
    return (u.abs() < 0.5).to(u.dtype)


class JumpRelu(torch.autograd.Function):
    """z where z is above the threshold; its pseudo-derivatives are those of arXiv 2407.14435, section 3.

    With to_input z gets a pseudo-derivative, too, in both functions (Anthropic, January 2025).
    """

    @staticmethod
    def forward(ctx, z, threshold, bandwidth, to_input):
        ctx.save_for_backward(z, threshold)
        ctx.bandwidth, ctx.to_input = bandwidth, to_input
        return z * (z > threshold)

    @staticmethod
    def backward(ctx, gradient):
        z, threshold = ctx.saved_tensors
        slope = gradient * (threshold / ctx.bandwidth) * rectangle((z - threshold) / ctx.bandwidth)
        ordinary = gradient * (z > threshold)
        return ordinary + slope if ctx.to_input else ordinary, -slope.sum(0), None, None


class Step(torch.autograd.Function):
    """1 where z is above the threshold."""

    @staticmethod
    def forward(ctx, z, threshold, bandwidth, to_input):
        ctx.save_for_backward(z, threshold)
        ctx.bandwidth, ctx.to_input = bandwidth, to_input
        return (z > threshold).to(z.dtype)

    @staticmethod
    def backward(ctx, gradient):
        z, threshold = ctx.saved_tensors
        slope = gradient * rectangle((z - threshold) / ctx.bandwidth) / ctx.bandwidth
        return slope if ctx.to_input else None, -slope.sum(0), None, None


def jump_relu(p, x, dead, penalty, bandwidth, weight, target=None, scale=None, to_input=False, pre_act=0.0):
    z, threshold = encode(p, x), p["threshold"]
    codes = JumpRelu.apply(z, threshold, bandwidth, to_input)
    if penalty == "tanh":
        sparsity = weight * torch.tanh(scale * codes * lengths(p).detach()).sum(1)
    else:
        l0 = Step.apply(z, threshold, bandwidth, to_input).sum(1)  # [B]
        sparsity = weight * l0 if penalty == "step" else weight * (l0.mean() / target - 1) ** 2
    below = ((threshold - z).relu() * lengths(p).detach())[:, dead].sum(1)
    return Pass(codes, decode(p, codes), sparsity, pre_act * below)


def gated(p, x, dead, l1):
    """arXiv 2404.16014: the auxiliary reconstruction is by a frozen copy of the decoder."""
    projected = (x - p["decoder_bias"]) @ p["encoder_weight"].T
    gate = projected + p["encoder_bias"]
    magnitude = projected * p["magnitude_scale"].exp() + p["magnitude_bias"]
    codes = (gate > 0).to(x.dtype) * magnitude.relu()
    frozen = gate.relu() @ p["decoder_weight"].detach() + p["decoder_bias"].detach()
    return Pass(codes, decode(p, codes), l1 * gate.relu().sum(1), square(x - frozen))


def plain(p, x, dead):
    codes = encode(p, x).relu()
    return Pass(codes, decode(p, codes))


class GroupBiases:
    """arXiv 2506.14002, with the departures that GroupBiasArchitecture.cs states: a slow loop over features."""

    def __init__(self, groups, highest, ratio, after, lower, raise_):
        self.groups, self.highest, self.ratio, self.after, self.lower, self.raise_ = groups, highest, ratio, after, lower, raise_
        self.restart()

    def restart(self):
        self.seen = []

    def adapt(self, biases, codes):
        """Moves biases [F] once enough rows of codes [B, F] were seen."""
        self.seen.append(codes)
        rows = torch.cat(self.seen)
        if len(rows) < self.after:
            return
        self.restart()
        count = len(biases)
        shares, largest = (rows > 0).double().mean(0), rows.amax(0)
        group_of = [f * self.groups // count for f in range(count)]
        alive = lambda members: [largest[f] for f in members if shares[f] > 0]
        for f in range(count):
            if shares[f] > self.highest * self.ratio ** group_of[f]:
                biases[f] -= self.lower * largest[f]
            elif shares[f] == 0:
                peers = alive([g for g in range(count) if group_of[g] == group_of[f]]) or alive(range(count))
                biases[f] = min(biases[f] + self.raise_ * sum(peers) / len(peers), max(biases[f], 0))
