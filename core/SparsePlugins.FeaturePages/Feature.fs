namespace SparsePlugins.FeaturePages

open System.Collections.Generic

/// A piece of held-out text around a place where a feature fires strongly.
type Passage =
    {
        /// Ids of tokens.
        Tokens: IReadOnlyList<int>
        /// The code of the feature at each of them, below 0 where its direction is subtracted; 0 where it doesn't fire, or where the source gives no row.
        Codes: IReadOnlyList<float>
        /// The place of the code with the largest magnitude.
        Peak: int
    }

/// What a direction adds to the logit of a token, less the mean over all tokens.
type TokenEffect = { Token: int; Effect: float }

/// A feature of another dictionary, or a true feature.
type Twin =
    {
        /// The place of its dictionary in the page's list; 0 for true features.
        Dictionary: int
        Feature: int
        /// Of the decoder rows, from -1 to 1.
        Cosine: float
    }

/// A feature of a dictionary.
type Feature =
    {
        /// The share of the rows on which it fires.
        Density: float
        /// Its code with the largest magnitude, with its sign.
        Most: float
        /// Where the histogram begins: 0, or as far below it as the largest magnitude where the feature has codes below 0.
        Least: float
        /// How many rows have a code in each of equal parts of the way from there to the largest magnitude.
        Histogram: IReadOnlyList<int>
        /// The strongest first; empty where rows are no text.
        Passages: IReadOnlyList<Passage>
        /// The most first.
        Promoted: IReadOnlyList<TokenEffect>
        /// The most first.
        Suppressed: IReadOnlyList<TokenEffect>
        /// The true feature with the largest cosine; null where nobody knows any.
        Truth: Twin | null
        /// The feature with the largest cosine of each other dictionary.
        Twins: IReadOnlyList<Twin>
        /// The decoder row in base64, a signed byte for each value, 127 being the largest; empty where it isn't shown.
        Atom: string
    }

/// A dictionary to read.
type FeatureBook =
    {
        Title: string
        /// Names and values of what readers should know first.
        Facts: IReadOnlyList<KeyValuePair<string, string>>
        Rows: int64
        /// Texts of the tokens that the page shows, by id.
        Tokens: IReadOnlyDictionary<int, string>
        /// Names of the other dictionaries.
        Others: IReadOnlyList<string>
        /// How often each true feature is active; empty where nobody knows any.
        Frequencies: IReadOnlyList<float>
        /// Rows and columns of the picture that an atom is; empty where it is none.
        Shape: IReadOnlyList<int>
        Features: IReadOnlyList<Feature>
    }
