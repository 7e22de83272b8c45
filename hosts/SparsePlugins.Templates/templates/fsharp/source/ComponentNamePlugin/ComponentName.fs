namespace ComponentNamePlugin

open System
open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts
open TorchSharp

/// <summary>Settings of <see cref="T:ComponentNamePlugin.ComponentNameSource" />.</summary>
/// <remarks>Each property is an option: Features is written `features` in a manifest, its first value is the default, the summary the help.</remarks>
[<Sealed>]
type ComponentNameOptions() =
    /// <summary>D, the width of an activation.</summary>
    [<Range(2, 65536)>]
    member val ActivationDim = 32 with get, set

    /// <summary>G, the number of true features.</summary>
    [<Range(1, 1048576)>]
    member val Features = 64 with get, set

    /// <summary>Standard deviation of the noise that is added to each coordinate.</summary>
    [<Range(0.0, 10.0)>]
    member val Noise = 0.01 with get, set

module private Features =
    /// [G, D]. The same for Open and Reveal, because a derived stream depends on the seed and its name alone.
    let draw (options: ComponentNameOptions) (context: ComponentContext) =
        // A source is not called in a dispose scope of the host: it opens its own, and moves what it returns out of it.
        use _ = torch.NewDisposeScope()
        use own = context.Derive "features"
        let size = [| int64 options.Features; int64 options.ActivationDim |]
        let rows = torch.randn (size, device = own.Device, generator = own.Random)
        rows.div(rows.norm (1, keepdim = true)).MoveToOuterDisposeScope()

[<Sealed>]
type private ComponentNameStream(options: ComponentNameOptions, context: ComponentContext) =
    let features = Features.draw options context

    interface IActivationStream with
        /// It never repeats; a source that reads files says how many rows a split has.
        member _.RowCount(_) = Nullable()

        /// Depends on seed, split, number and row count alone, never on what was asked before.
        member _.Batch(split, index, rows) =
            use _ = torch.NewDisposeScope()
            use own = context.Derive $"{split}/{index}"
            let device, random, rows = own.Device, own.Random, int64 rows

            // Your idea goes here: [B, D], float32, on own.Device.
            let active =
                torch.randint (int64 options.Features, [| 2L * rows |], device = device, generator = random) // [2B]

            let strengths =
                torch.rand ([| 2L * rows; 1L |], device = device, generator = random)

            let parts = features.index_select(0L, active).mul strengths // [2B, D]
            let size = [| rows; int64 options.ActivationDim |]
            use little = options.Noise.ToScalar()
            let noise = torch.randn(size, device = device, generator = random).mul little

            parts.narrow(0L, 0L, rows).add(parts.narrow (0L, rows, rows)).add(noise).MoveToOuterDisposeScope()

        member _.Dispose() = features.Dispose()

/// <summary>Two features at a time, chosen evenly, with strengths between 0 and 1, and noise.</summary>
/// <remarks>
/// Source: the example of `sparse plugin new`. Departures: none.
/// IGroundTruth is for a source that knows its features; one that doesn't leaves it and Reveal out.
/// </remarks>
[<Component("component-name"); Sealed>]
type ComponentNameSource(options: ComponentNameOptions) =
    interface IActivationSource with
        /// <inheritdoc/>
        member _.ActivationDim = options.ActivationDim

        /// <inheritdoc/>
        member _.Open(context) =
            new ComponentNameStream(options, context) :> IActivationStream

    interface IGroundTruth with
        /// <inheritdoc/>
        member _.Reveal(context) =
            let probability = 1.0 - (1.0 - 1.0 / float options.Features) ** 2.0
            use scalar = probability.ToScalar()
            let size = [| int64 options.Features |]
            GroundTruth(Features.draw options context, torch.full (size, scalar, device = context.Device))
