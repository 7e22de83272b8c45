"""What train.py trains; TrainedByPyTorchTests.cs says the same in manifests' words."""
from collections import namedtuple

from autoencoders import GroupBiases, batch_top_k, gated, jump_relu, matryoshka, plain, relu, top_k

# Which autoencoder with which options; the parameters beside encoder and decoder, and their first value; dead_after in samples;
# what moves the encoder biases, which are not trained then.
Model = namedtuple(
    "Model", "forward options bias unit more threshold_rate dead_after biases", defaults=(False, True, {}, None, float("inf"), None)
)

# learning rates are a tuple (warm_up, shape of the decay, steps of the decay); drops are the updates after which they are multiplied by drop.
# k falls from its first value over so many updates; average is the decay of that of the parameters. model names one of ARCHITECTURES.
Training = namedtuple(
    "Training",
    "rate betas pace sparsity_warm_up clip weight_decay drops drop falling_k average model",
    defaults=(5e-3, (0.9, 0.999), (0, None, 0), 0, 0, 0, (), 1, None, 0, "relu"),
)

JUMP = dict(bandwidth=0.3, weight=0.05)
THRESHOLD = {"threshold": 0.1}

ARCHITECTURES = {
    "relu": Model(relu, dict(l1=0.1)),
    "relu, decoder bias": Model(relu, dict(l1=0.1), bias=True),
    "relu, free decoder": Model(relu, dict(l1=0.1, by_length=True), bias=True, unit=False),
    "top-k": Model(top_k, dict(k=3), bias=True),
    "top-k, aux-k": Model(top_k, dict(k=2, alpha=0.5, k_aux=2), dead_after=64),
    "abs-top-k": Model(top_k, dict(k=2, alpha=0.5, k_aux=2, by_magnitude=True), bias=True, dead_after=64),
    "batch-top-k": Model(batch_top_k, dict(k=3), bias=True, threshold_rate=0.05),
    "batch-top-k, aux-k": Model(batch_top_k, dict(k=2, alpha=0.5, k_aux=2), threshold_rate=1, dead_after=64),
    "matryoshka": Model(matryoshka, dict(k=3, prefixes=(3, 6)), bias=True, threshold_rate=0.05),
    "jump-relu, step": Model(jump_relu, dict(JUMP, penalty="step"), more={"threshold": 0.02}),
    "jump-relu, step to input": Model(jump_relu, dict(JUMP, penalty="step", to_input=True), bias=True, more=THRESHOLD),
    "jump-relu, tanh": Model(
        jump_relu, dict(JUMP, penalty="tanh", scale=4, pre_act=0.1), more={"threshold": 0.3}, dead_after=64
    ),
    "jump-relu, tanh to input": Model(jump_relu, dict(JUMP, penalty="tanh", scale=4, to_input=True), bias=True, more=THRESHOLD),
    "jump-relu, quadratic": Model(
        jump_relu, dict(JUMP, penalty="quadratic", target=5), bias=True, more=THRESHOLD
    ),
    "gated": Model(gated, dict(l1=0.1), bias=True, more={"magnitude_scale": 0.0, "magnitude_bias": 0.0}),
    "group bias adaptation": Model(plain, {}, bias=True, biases=GroupBiases(3, 0.15, 0.2, 64, 0.7, 0.3)),
}

SCHEDULES = {
    "linear decay": Training(pace=(0, "linear", 45)),
    "cosine decay": Training(pace=(0, "cosine", 75)),
    "warm-ups": Training(pace=(40, None, 0), sparsity_warm_up=60),
    "warm-up and decay": Training(pace=(20, "cosine", 30)),
    "clip": Training(clip=0.05),
    "weight decay": Training(weight_decay=0.5),
    "no first moment": Training(betas=(0.0, 0.999)),
    "drops": Training(drops=(60, 110), drop=0.2),
    "falling k": Training(falling_k=(9, 100), model="top-k"),
    "falling k of a batch": Training(falling_k=(9, 100), model="batch-top-k"),
    "average": Training(average=0.97, model="relu, decoder bias"),
    "average, free decoder": Training(average=0.97, model="relu, free decoder"),
}
