namespace SparsePlugins.Manifests

open SparsePlugins.Specs

/// The keys of `training` about what changes over a run.
module ScheduleKeys =
    let warmUp =
        Key.integer
            "warm_up"
            (0L, Most.steps)
            (Some 0L)
            "steps"
            "Steps over which the learning rate rises to its full value at the start."

    let targetL0 =
        Key.number
            "target_l0"
            (0.0, 1e7)
            0.0
            "Steers what makes codes sparse, such as an L1 penalty, until this many features are active on average. 0 leaves it as it is."

    let sparsityWarmUp =
        Key.integer
            "sparsity_warm_up"
            (0L, Most.steps)
            (Some 0L)
            "steps"
            "Steps over which what makes codes sparse, such as an L1 penalty, rises to its full weight at the start."

    let decay =
        Key.choice
            "decay"
            [ "none", NoDecay; "linear", LinearDecay; "cosine", CosineDecay ]
            "How the learning rate falls to zero at the end of a run."

    let decayLast =
        Key.number
            "decay_last"
            (1e-6, 1.0)
            0.2
            "Fraction of the steps, at the end of a run, over which the learning rate falls."

    let drops =
        Key.integers
            "drops"
            (1L, Most.steps)
            "After each of these steps, in ascending order, the learning rate is multiplied by drop_factor."

    let dropFactor =
        Key.number "drop_factor" (1e-6, 1.0) 0.1 "What a drop multiplies the learning rate by."

    let kFrom =
        Key.size
            "k_from"
            (0, Most.rows)
            (Some 0)
            "codes"
            "How many codes of a row the first update keeps, of an architecture that keeps k; over k_decrease steps it falls to the architecture's k. Evaluation always keeps the architecture's k. 0 leaves it there."

    let kDecrease =
        Key.integer
            "k_decrease"
            (0L, Most.steps)
            (Some 0L)
            "steps"
            "Steps over which k falls from k_from to the architecture's k, in a straight line, rounded down."
