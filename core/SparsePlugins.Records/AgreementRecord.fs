namespace SparsePlugins.Records

open System.Collections.Generic

/// How far the dictionaries of two runs have the same features.
type AgreementPair =
    {
        /// The id of a run.
        First: string
        /// The id of another one.
        Second: string
        /// Pairs of features, one to one.
        Features: int
        /// Their mean cosine.
        Cosine: float
        /// The share of them with a cosine above 0.7.
        Above07: float
        /// The share of them with a cosine above 0.9.
        Above09: float
    }

/// The agreement of dictionaries of an experiment, which `agreement.json` holds.
type AgreementRecord =
    {
        /// Pairs of seeds within a variant.
        Pairs: IReadOnlyList<AgreementPair>
    }
