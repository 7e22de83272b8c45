"""What scripts/gpu-check.sh runs: the packed command on a device, beside the CPU and beside eager PyTorch. Writes OUT/gpu.md."""

import json
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import torch

FOLDER, OUT, DEVICE = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
ON_GPU = DEVICE == "cuda"
SCRATCH = pathlib.Path(tempfile.mkdtemp())
FAULTS = []

KINDS = [("float32", "eager"), ("float32", "stacked"), ("bfloat16", "stacked")]  # Of one dictionary.
STACKED = ["relu", "top-k", "batch-top-k", "jump-relu", "matryoshka"]  # What has a fused form.
ARCHITECTURES = [*STACKED, "gated", "group-max", "abs-top-k", "skip-top-k"]

# Width, features, k, batch, updates: the rows of docs/performance.md for a GPU, and small ones where there is none.
SIZES = (
    [(128, 256, 8, 512, 1000), (768, 24576, 32, 4096, 60), (2048, 65536, 64, 4096, 25)]
    if ON_GPU
    else [(128, 256, 8, 512, 200), (256, 2048, 16, 512, 20)]
)


def sparse(*arguments):
    """Runs the packed command; returns its output and its seconds."""
    began = time.time()
    done = subprocess.run([FOLDER / "sparse", *map(str, arguments)], capture_output=True, text=True, cwd=FOLDER)
    if done.returncode != 0:
        FAULTS.append(f"sparse {' '.join(map(str, arguments))}: exit {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout + done.stderr, time.time() - began


def records(folder):
    """The records of a folder's runs."""
    return [json.loads(path.read_text()) for path in sorted((folder / "runs").glob("*.json"))]


def last(record, name):
    """A measurement at the end of a run; NaN where it has none."""
    for curve in record["curves"]:
        if curve["measurement"] == name:
            return curve["values"][-1]
    return float("nan")


def trained(manifest, device, name, *options):
    """The records of a manifest on a device, and the seconds of the whole command."""
    folder = SCRATCH / f"{name}-{device}"
    _, seconds = sparse("run", manifest, "--device", device, "--out", folder, "--no-weights", *options)
    return records(folder), seconds


def timed(name, steps, text_of, *options):
    """Records of a manifest, milliseconds that an update of all its runs takes with drawing its data, and the most memory of the card.

    By the seconds of commands with different numbers of updates: work on a card is queued, so that what a program counts as training is only a part of it."""
    short, less = trained(written(f"{name}-short", text_of(steps)), DEVICE, f"{name}-short", *options)
    with Memory() as memory:
        runs, more = trained(written(name, text_of(3 * steps)), DEVICE, name, *options)
    faults = [run["message"] for run in runs + short if run["outcome"] not in ("completed", "stopped")]
    return ([], 0, "") if faults or not runs or not short else (runs, 1000 * (more - less) / (2 * steps), memory.text)


def written(name, text):
    """A manifest of its own."""
    path = SCRATCH / f"{name}.yaml"
    path.write_text(text)
    return path


def manifest(width, features, architecture, options, batch, steps, step="eager", rate="1.0e-3", precision="float32"):
    return f"""name: check
seeds: 1
source: {{ use: toy-superposition, with: {{ activation_dim: {width}, features: {features}, active: 8 }} }}
autoencoder: {{ use: {architecture}, features: {features}, with: {{ {options} }} }}
training: {{ steps: {steps}, batch: {batch}, learning_rate: {rate}, sample: {max(batch, 1024)}, step: {step}, precision: {precision} }}
evaluation: {{ every: {steps}, data_every: {steps}, samples: 1024 }}
initializers: [orthogonal]
metrics: [fvu, l0]
"""


def same_results():
    """Rows of architectures: the FVU after training on the device and on the CPU, with the same batches."""
    rows = []
    for name, precision, step in [(name, *kind) for kind in KINDS for name in (ARCHITECTURES if kind[1] == "eager" else STACKED)]:
        tolerance = 0.05 if precision == "float32" else 0.1
        options = "" if name in ("relu", "jump-relu", "gated") else "k: 8"
        kind = f"{name}-{step}-{precision}"
        path = written(kind, manifest(128, 256, name, options, 512, 300, step, precision=precision))
        eager = written(f"{name}-cpu", manifest(128, 256, name, options, 512, 300))
        (device, _), (cpu, _) = trained(path, DEVICE, kind), trained(eager, "cpu", f"{kind}-beside")
        if not device or not cpu or device[0]["outcome"] not in ("completed", "stopped"):
            FAULTS.append(f"{kind}: no finished run ({[run['outcome'] + ' ' + run['message'] for run in device]})")
            continue
        there, here = last(device[0], "fvu"), last(cpu[0], "fvu")
        if not abs(there - here) <= tolerance * abs(here):
            FAULTS.append(f"{kind}: FVU {there:.5f} on {DEVICE}, {here:.5f} on the CPU")
        if not device[0]["environment"]["device"].startswith(DEVICE):
            FAULTS.append(f"{kind}: ran on {device[0]['environment']['device']}, not on {DEVICE}")
        if device[0]["environment"]["step"] != step:
            FAULTS.append(f"{kind}: took the {device[0]['environment']['step']} step, not the {step} one")
        rows.append(f"| {name} | {step}, {precision} | {there:.5f} | {here:.5f} | {device[0]['environment']['device']} |")
    return rows


def quickstart():
    """Rows of the quickstart's variants: MMCS at the end on the device and on the CPU, means over two seeds."""
    options = ["--set", "seeds=2"] + ([] if ON_GPU else ["--set", "training.steps=300"])
    path = FOLDER / "experiments/quickstart.yaml"
    (device, there), (cpu, here) = trained(path, DEVICE, "quickstart", *options), trained(path, "cpu", "quickstart-cpu", *options)
    rows = []
    for name in sorted({run["initializer"] for run in cpu}):
        means = [
            sum(last(run, "mmcs") for run in runs if run["initializer"] == name) / max(1, sum(run["initializer"] == name for run in runs))
            for runs in (device, cpu)
        ]
        if not abs(means[0] - means[1]) < 0.01:
            FAULTS.append(f"quickstart: {name} ends at an MMCS of {means[0]:.4f} on {DEVICE}, {means[1]:.4f} on the CPU")
        rows.append(f"| {name} | {means[0]:.4f} | {means[1]:.4f} |")
    return rows, there, here


def eager(width, features, k, batch, steps, precision):
    """Milliseconds an update of top-k in eager PyTorch on the device, written as people write it; data are drawn before."""
    rounded = torch.autocast(DEVICE, torch.bfloat16, enabled=precision == "bfloat16")
    torch.manual_seed(1)
    decoder = torch.nn.functional.normalize(torch.randn(features, width, device=DEVICE), dim=1)
    encoder = decoder.clone().requires_grad_()
    decoder.requires_grad_()
    bias = torch.zeros(features, device=DEVICE, requires_grad=True)
    adam = torch.optim.Adam([encoder, decoder, bias], lr=1e-3)
    x = torch.randn(batch, width, device=DEVICE)

    def update():
        with rounded:
            codes = torch.relu(x @ encoder.t() + bias)
            top = torch.topk(codes, k, dim=1)
            kept = torch.zeros_like(codes).scatter(1, top.indices, top.values)
            loss = ((kept @ decoder - x) ** 2).mean()
        adam.zero_grad()
        loss.backward()
        adam.step()
        with torch.no_grad():
            decoder.div_(decoder.norm(dim=1, keepdim=True))

    def wait():
        if ON_GPU:
            torch.cuda.synchronize()

    for _ in range(3):
        update()
    wait()
    began = time.time()
    for _ in range(steps):
        update()
    wait()
    return 1000 * (time.time() - began) / steps


class Memory:
    """The most memory in MiB that the card had in use, or that is unknown without one."""

    def __enter__(self):
        self.most, self.stopped, self.text = 0, False, ""
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()
        return self

    def watch(self):
        command = ["nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits"]
        while ON_GPU and not self.stopped:
            self.most = max(self.most, int(subprocess.run(command, capture_output=True, text=True).stdout.split()[0]))
            time.sleep(0.2)

    def __exit__(self, *_):
        self.stopped = True
        self.thread.join()
        self.text = f"{self.most:,} MiB" if ON_GPU else "not measured"


def speed():
    """Rows of sizes: milliseconds an update, of this command and of eager PyTorch, and the memory of the card."""
    rows = []
    for (width, features, k, batch, steps), (precision, step) in [(size, kind) for size in SIZES for kind in KINDS]:
        name = f"{width}-{features}-{step}-{precision}"
        runs, ours, used = timed(
            name, steps, lambda updates: manifest(width, features, "top-k", f"k: {k}", batch, updates, step, precision=precision)
        )
        if not runs or ours <= 0:
            FAULTS.append(f"{name}: no finished run, or no longer time for more updates")
            continue
        theirs = eager(width, features, k, batch, steps, precision)
        if ON_GPU:
            torch.cuda.empty_cache()  # Or the memory of the next row would have this one's.
        rows.append(f"| {width}/{features}, top-k {k}, batch {batch} | {step}, {precision} | {ours:.2f} | {theirs:.2f} | {theirs / ours:.2f} | {used} |")
    return rows


def stacked():
    """Rows of dictionaries that are trained at once: milliseconds of an update of all of them, by the stacked and by the eager step."""
    rows = []
    for width, features, k, batch, steps, count in [(128, 256, 8, 512, 300, 64)] if ON_GPU else [(128, 256, 8, 128, 30, 8)]:
        rates = "{ each: [" + ", ".join(f"{1e-3 * (1 + i / count):.6f}" for i in range(count)) + "] }"
        both = {
            step: timed(
                f"at-once-{step}", steps, lambda updates: manifest(width, features, "top-k", f"k: {k}", batch, updates, step, rates), "--jobs", 1
            )
            for step in ("stacked", "eager")
        }
        ends = [sorted(last(run, "fvu") for run in runs) for runs, _, _ in both.values()]
        if len(ends[0]) != count or len(ends[1]) != count or any(abs(one - other) > 0.05 * other for one, other in zip(*ends)):
            FAULTS.append(f"{count} dictionaries at once: FVU {ends[0]} stacked, {ends[1]} eager")
            continue
        (_, ours, used), (_, alone, _) = both.values()
        rows.append(f"| {count} x {width}/{features}, top-k {k}, batch {batch} | {ours:.2f} | {alone:.2f} | {alone / ours:.2f} | {used} |")
    return rows


def synthetic():
    """Samples of SynthSAEBench a second, drawn on the CPU and on the device, by commands of a tiny dictionary with different numbers of updates."""
    shrink, steps, batch = (1, 40, 4096) if ON_GPU else (16, 40, 4096)
    rows = []
    for sampler, factor in (("lazy", 1), ("dense", 5 if ON_GPU else 1)):
        source = f"{{ use: synth-sae-bench, with: {{ shrink: {shrink}, sampler: {sampler} }} }}"

        def text_of(updates):
            return manifest(768, 64, "top-k", "k: 8", batch, updates).replace(
                "{ use: toy-superposition, with: { activation_dim: 768, features: 64, active: 8 } }", source
            )

        runs, milliseconds, used = timed(f"synthetic-{sampler}", steps * factor, text_of)
        if not runs or milliseconds <= 0:
            FAULTS.append(f"synth-sae-bench, {sampler}: no finished run, or no longer time for more updates")
            continue
        rows.append(f"| synth-sae-bench, {16384 // shrink:,} features | {sampler} | {1000 * batch / milliseconds:,.0f} | {used} |")
    return rows


def main():
    began = time.time()
    doctor, _ = sparse("doctor", "--self-test", "--device", DEVICE)
    card = subprocess.run(
        ["nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"], capture_output=True, text=True
    ).stdout.strip() if ON_GPU else "none: the script's own check on a CPU"
    start, there, here, equal, fast, together, drawn = [], 0, 0, [], [], [], []
    if not FAULTS:  # A libtorch that can't be loaded fails everything alike.
        start, there, here = quickstart()
        equal, fast, together, drawn = same_results(), speed(), stacked(), synthetic()
    lines = [
        f"# What `scripts/gpu-check.sh` showed on {DEVICE}",
        "",
        f"{'Everything ran and agreed.' if not FAULTS else f'{len(FAULTS)} faults, below.'} Card: {card}. PyTorch {torch.__version__}, CUDA {torch.version.cuda}. "
        f"Without TF32, and in float32 where nothing else is said; runs of a cohort take turns in eager steps, and make their updates together in stacked ones. {time.strftime('%Y-%m-%d')}, {time.time() - began:.0f} s.",
        "",
        *([f"- {fault}" for fault in FAULTS] + [""] if FAULTS else []),
        f"## The quickstart ({there:.0f} s on {DEVICE}, {here:.0f} s on the CPU with its fused step)",
        "", f"| variant | MMCS on {DEVICE} | on the CPU |", "|---|---|---|", *start, "",
        "## Every architecture, 300 updates of the same batches",
        "", f"| architecture | step and precision on {DEVICE} | FVU on {DEVICE} | eager on the CPU | device in the record |", "|---|---|---|---|---|", *equal, "",
        "## Milliseconds an update of many dictionaries, with drawing its data",
        "", "| size | stacked | eager, one after the other | ratio | memory of the card |", "|---|---|---|---|---|", *together, "",
        "## Milliseconds an update of one dictionary, with drawing its data, which PyTorch's has not; bfloat16 beside PyTorch's autocast",
        "", "| size | step and precision | sparse | eager PyTorch | ratio | memory of the card |", "|---|---|---|---|---|---|", *fast, "",
        "## Samples a second, with an update of 64 features for each batch of 4,096; lazy draws on one core of the CPU",
        "", "| source | sampler | samples a second | memory of the card |", "|---|---|---|---|", *drawn, "",
        "## Doctor", "", "```", doctor.strip(), "```", "",
    ]
    (OUT / "gpu.md").write_text("\n".join(lines))
    print("\n".join(lines))
    sys.exit(1 if FAULTS else 0)


main()
