namespace SparsePlugins.Records

open System.Collections.Generic

/// A look at dead features that found some.
type ReinitializationEvent =
    {
        Step: int64
        /// Those that were given new weights; none where no new direction was found.
        Features: IReadOnlyList<int>
        /// Dead features for which there was no new direction.
        LeftDead: int
        /// New directions that a living feature had, or another new one.
        Coinciding: int
    }

/// Features that share their direction with an earlier feature: cosine 1 - 1e-6 or more.
type CoincidingDirections = { Step: int64; Features: int }
