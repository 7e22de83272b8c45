namespace SparsePlugins.RareFeatures

/// Whether the inertia of batches, smoothed, still falls.
type internal Improvement =
    {
        /// None before the first batch.
        Smoothed: float option
        /// The smallest so far.
        Best: float
        /// Batches since then.
        Waited: int
    }

module internal Improvement =
    let none =
        {
            Smoothed = None
            Best = infinity
            Waited = 0
        }

    /// Takes note of a batch; the weight of the newest is between 0 and 1.
    let note weight inertia improvement =
        let smoothed =
            match improvement.Smoothed with
            | None -> inertia
            | Some before -> before * (1.0 - weight) + inertia * weight

        {
            Smoothed = Some smoothed
            Best = min smoothed improvement.Best
            Waited =
                if smoothed < improvement.Best then
                    0
                else
                    improvement.Waited + 1
        }
