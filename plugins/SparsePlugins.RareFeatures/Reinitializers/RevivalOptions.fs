namespace SparsePlugins.RareFeatures

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts

/// <summary>Where the encoder bias of a revived feature starts.</summary>
type RevivedBias =
    /// <summary>At 0.</summary>
    | Zero = 0
    /// <summary>At the mean encoder bias of the living features.</summary>
    | LivingMean = 1

/// <summary>The options that every reinitializer here has.</summary>
type RevivalOptions() =
    /// <summary>
    /// Length of a new encoder row, as a multiple of the mean length of the encoder rows of living features that were never
    /// revived. Where there is none, of all encoder rows at the initialization.
    /// </summary>
    [<Range(1e-4, 100.0); Unit("mean living encoder rows")>]
    member val EncoderScale = 0.2 with get, set

    /// <summary>Encoder bias of a new feature: <c>zero</c>, or <c>living-mean</c>, the mean bias of the features that the length is taken from.</summary>
    member val EncoderBias = RevivedBias.Zero with get, set
