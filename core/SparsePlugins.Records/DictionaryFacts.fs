namespace SparsePlugins.Records

open System.Collections.Generic

/// Rows of a dictionary as pictures may show them.
type AtomFacts =
    {
        /// D.
        Width: int
        /// Indices of the rows, from the one that fires most often.
        Features: IReadOnlyList<int>
        /// Signed bytes in base64, row by row: 127 is the largest value of its row.
        Values: string
    }

/// How well the true features were found.
type MatchFacts =
    {
        /// G.
        TrueFeatures: int
        /// True features by their largest cosine with a row of the dictionary, in fiftieths from 0 to 1; what is below 0 is in the first.
        Cosines: IReadOnlyList<int>
        /// These cosines from the feature that fires most often to the rarest; of more than 256 features, means over neighbours.
        Found: IReadOnlyList<float>
    }

/// What a trained dictionary is like, measured once at the end.
type DictionaryFacts =
    {
        /// Features that fire on no row of the evaluation data.
        Never: int
        /// Features that fire by the share of rows, in quarters of a decade from 1e-6 to 1; what is rarer is in the first.
        Densities: IReadOnlyList<int>
        /// Null where the true features are unknown.
        Matches: MatchFacts | null
        /// Null where rows are too long to be kept.
        Atoms: AtomFacts | null
    }

    /// Bars of `Densities`.
    static member DensityBins = 24

    /// Bars of `Cosines`.
    static member CosineBins = 50

    /// Most values of `Found`.
    static member MostFound = 256

    /// Most rows of `Atoms`, and most values of all of them.
    static member MostAtoms = 16

    static member MostAtomValues = 8192
