namespace SparsePlugins.Manifests

open SparsePlugins.Specs

/// The keys of `training` about Adam and what it leaves.
module OptimizerKeys =
    let learningRate = Key.number "learning_rate" (1e-12, 10.0) 3e-3 "Adam's step size."

    let beta1 =
        Key.number "beta1" (0.0, 0.999999) 0.9 "Adam's decay of the mean gradient."

    let beta2 =
        Key.number "beta2" (0.0, 0.99999999) 0.999 "Adam's decay of the mean squared gradient."

    let epsilon =
        Key.number "epsilon" (1e-30, 1.0) 1e-8 "Adam's guard against division by zero."

    let clip =
        Key.number
            "clip"
            (0.0, 1e12)
            0.0
            "Largest norm of the gradient of all parameters together; a longer one is scaled down. 0 is none. The fused step can't do it; step: auto takes another one."

    let weightDecay =
        Key.number
            "weight_decay"
            (0.0, 1.0)
            0.0
            "Share of every trained parameter that an update takes away, times the learning rate (AdamW). The fused step can't do it; step: auto takes another one."

    let average =
        Key.number
            "average"
            (0.0, 0.99999999)
            0.0
            "Decay of an exponential average of the weights over the updates, which is then what is evaluated, compared with stop_when and saved; training continues with the weights themselves. 0 is none."
