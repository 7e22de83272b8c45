"""Trains small autoencoders with Python PyTorch, for TrainedByPyTorchTests.cs.

    python3 train.py check           # how far float32 and float64 are apart, and what each case exercised
    python3 train.py architectures   # writes PyTorchArchitectures.cs
    python3 train.py schedules       # writes PyTorchSchedules.cs; format both with csharpier

The numbers are those of float64, of PyTorch 1.13 on a CPU (Debian 12: python3-torch). Neither the product nor its tests need Python.
"""
import math
import os
import sys

import torch
from torch.optim.lr_scheduler import ConstantLR, CosineAnnealingLR, LinearLR, MultiStepLR, SequentialLR

from cases import ARCHITECTURES, SCHEDULES, Training

D, F, B, UPDATES = 8, 12, 32, 150
STATED = (1, 50, UPDATES)  # The updates whose loss is stated: that before the update.


def grid(rows, columns, salt):
    """Numbers from -1 to 1 that every language computes alike."""
    cell = lambda i, j: ((i + 1) * (j + salt) * 7919 + i * i * 104729 + j * j * 31 * salt) % 1009
    return torch.tensor([[cell(i, j) / 504.5 - 1 for j in range(columns)] for i in range(rows)], dtype=torch.float64)


def start(model):
    """The first parameters, rounded to float32. The last three features read little, so that some are dead at first."""
    encoder, bias = 0.5 * grid(F, D, 2), 0.1 * grid(1, F, 4)[0]
    encoder[-3:] *= 0.05
    bias[-3:] = 0.05
    decoder = grid(F, D, 3)
    p = {
        "encoder_weight": encoder,
        "encoder_bias": bias,
        "decoder_weight": decoder / decoder.pow(2).sum(1, keepdim=True).sqrt(),
        "decoder_bias": 0.2 * grid(1, D, 5)[0] if model.bias else torch.zeros(D),
        **{name: torch.full((F,), value) for name, value in model.more.items()},
    }
    return {name: value.float() for name, value in p.items()}


def scheduler(optimizer, warm_up, shape, decay):
    parts = []
    if warm_up:
        parts.append((warm_up, LinearLR(optimizer, 1 / warm_up, 1, warm_up - 1)))
    parts.append((UPDATES - warm_up - decay, ConstantLR(optimizer, 1, 1)))
    if decay:
        parts.append((decay, LinearLR(optimizer, 1, 0, decay) if shape == "linear" else CosineAnnealingLR(optimizer, decay)))
    ends = [sum(steps for steps, _ in parts[: n + 1]) for n in range(len(parts) - 1)]
    return SequentialLR(optimizer, [one for _, one in parts], ends)


def k_of(falling, k, update):
    """As dictionary_learning's update_annealed_k: of the updates before this one, rounded down."""
    if not falling:
        return k
    first, length = falling
    done = min(update - 1, length)
    return (first * (length - done) + k * done) // length


def unit_rows(rows):
    return rows / rows.pow(2).sum(1, keepdim=True).sqrt()


def train(model, training, dtype):
    """The losses, the final parameters by name, and what happened."""
    stays = [] if model.bias else ["decoder_bias"]
    fixed = stays + (["encoder_bias"] if model.biases else [])
    p = {name: value.to(dtype).requires_grad_(name not in fixed) for name, value in start(model).items()}
    trained = [value for value in p.values() if value.requires_grad]
    adam = torch.optim.AdamW if training.weight_decay else torch.optim.Adam
    optimizer = adam(trained, training.rate, training.betas, 1e-8, training.weight_decay)
    pace = MultiStepLR(optimizer, training.drops, training.drop) if training.drops else scheduler(optimizer, *training.pace)
    options = dict(model.options)
    average = {name: torch.zeros_like(value) for name, value in p.items()}
    if model.biases:
        model.biases.restart()
    x = (2 * grid(B, D, 1)).float().to(dtype)
    since_fired, threshold = torch.zeros(F), None
    losses, seen = [], {"l0": [], "dead": [], "norm": [], "rate": []}
    for update in range(1, UPDATES + 1):
        dead = since_fired >= model.dead_after
        if "k" in options:
            options["k"] = k_of(training.falling_k, model.options["k"], update)
        result = model.forward(p, x, dead, **options)
        weight = min(1, update / training.sparsity_warm_up) if training.sparsity_warm_up else 1
        error = (x - result.reconstruction).pow(2).sum(1)  # [B]
        loss = (error + weight * result.sparsity + result.other).mean() / D
        optimizer.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(trained, training.clip or math.inf)
        seen["rate"].append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        pace.step()
        with torch.no_grad():
            if model.unit:
                p["decoder_weight"].copy_(unit_rows(p["decoder_weight"]))
            if "threshold" in p:
                p["threshold"].clamp_(min=0)
            if model.biases:
                model.biases.adapt(p["encoder_bias"], result.codes)
            if training.average:  # With the correction of Adam's moments.
                decay, before = training.average, 1 - training.average ** (update - 1)
                for name, value in p.items():
                    average[name] = (decay * before * average[name] + (1 - decay) * value) / (1 - decay**update)
                if model.unit:
                    average["decoder_weight"] = unit_rows(average["decoder_weight"])
        fired = (result.codes != 0).any(0)
        since_fired = torch.where(fired, 0.0, since_fired + B)
        if result.least is not None:
            threshold = result.least if threshold is None else threshold + model.threshold_rate * (result.least - threshold)
        losses.append(loss.item())
        seen["l0"].append((result.codes != 0).to(dtype).sum(1).mean().item())
        seen["dead"].append(int(dead.sum()))
        seen["norm"].append(norm.item())
    kept = average if training.average else p
    final = {name: value.detach().double() for name, value in kept.items() if name not in stays}
    if threshold is not None:
        final["threshold"] = torch.tensor([threshold], dtype=torch.float64)
    return losses, final, seen


def stated(values):
    """Largest magnitude; first, middle and last element; the product with a wave of length 1, over the root of their number."""
    flat = values.flatten()
    count = len(flat)
    wave = torch.tensor([math.cos(i) for i in range(count)], dtype=torch.float64)
    return [flat.abs().max(), flat[0], flat[count // 2], flat[-1], (flat @ wave) / math.sqrt(count)]


def check(cases):
    for name, (model, training) in cases.items():
        (losses, exact, seen), (rough_losses, rough, _) = train(model, training, torch.float64), train(model, training, torch.float32)
        apart = {key: ((rough[key] - exact[key]).abs().max() / exact[key].abs().max()).item() for key in exact}
        apart["loss"] = max(abs(a - b) / a for a, b in zip(losses, rough_losses))
        print(f"{name}: apart {max(apart.values()):.1e} ({max(apart, key=apart.get)}), loss {losses[0]:.4f} to {losses[-1]:.4f}")
        for key, values in seen.items():
            print(f"    {key}: " + " ".join(f"{values[n]:.4g}" for n in (0, 1, 2, 9, 19, 49, 74, 99, 119, 139, 149)))
        if "threshold" in exact:
            print("    threshold: " + " ".join(f"{value:.3f}" for value in exact["threshold"].tolist()))


def write(name, cases):
    lines = []
    for case, (model, training) in cases.items():
        losses, final, _ = train(model, training, torch.float64)
        rows = {"loss": [losses[update - 1] for update in STATED], **{key: stated(value) for key, value in final.items()}}
        lines.append(f'["{case}"] = new() {{')
        lines += [f'["{key}"] = [{", ".join(f"{float(value):.9g}" for value in values)}],' for key, values in rows.items()]
        lines.append("},")
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.cs"), "w") as file:
        file.write(
            "namespace SparsePlugins.Execution.Tests.PyTorch;\n\n"
            "/// <summary>What train.py computed: losses of three updates, and five numbers of each parameter after the last.</summary>\n"
            f"internal static class {name} {{\n"
            "public static Dictionary<string, Dictionary<string, double[]>> Numbers { get; } = new() {\n" + "\n".join(lines) + "\n};\n}\n"
        )


def main(command):
    torch.set_num_threads(1)
    architectures = {name: (model, Training()) for name, model in ARCHITECTURES.items()}
    schedules = {name: (ARCHITECTURES[training.model], training) for name, training in SCHEDULES.items()}
    if command == ["check"]:
        check({**architectures, **schedules})
    elif command == ["architectures"]:
        write("PyTorchArchitectures", architectures)
    elif command == ["schedules"]:
        write("PyTorchSchedules", schedules)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
