namespace ComponentNamePlugin.Tests

open ComponentNamePlugin
open SparsePlugins.Conformance
open SparsePlugins.Contracts
open TorchSharp
open Xunit

// libtorch is shared by the whole process: one test at a time.
[<assembly: CollectionBehavior(DisableTestParallelization = true)>]
do ()

/// The inherited rules of every initializer, and tests of what is special about this one.
[<Sealed>]
type ComponentNameInitializerTests() =
    inherit InitializerConformance()

    override _.Create() =
        ComponentNameInitializer(ComponentNameOptions()) :> IDictionaryInitializer

    // this.Weights is what it makes of this.Problem, a small case whose true features are known.
    [<Fact>]
    member this.``The first half of the features are points of the sample``() =
        let points = this.Problem.Sample.narrow (0L, 1L, this.Problem.Sample.shape[0] - 1L) // the first row is zero
        let lengths = points.norm (1, keepdim = true)
        let likeness = points.mm(this.Weights.DecoderWeight.T).div(lengths).nan_to_num() // [N - 1, F]
        let struct (nearest, _) = likeness.max 0L
        Assert.True(nearest.narrow(0L, 0L, 12L).sum().item<float32>() > 10.9f)
