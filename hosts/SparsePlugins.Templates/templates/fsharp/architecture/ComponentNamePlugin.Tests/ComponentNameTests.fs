namespace ComponentNamePlugin.Tests

open ComponentNamePlugin
open SparsePlugins.Conformance
open SparsePlugins.Contracts
open TorchSharp
open Xunit

// libtorch is shared by the whole process: one test at a time.
[<assembly: CollectionBehavior(DisableTestParallelization = true)>]
do ()

/// The contract of every architecture, inherited, and what is special about this one.
[<Sealed>]
type ComponentNameArchitectureTests() =
    inherit ArchitectureConformance()

    override _.Create() =
        ComponentNameArchitecture(ComponentNameOptions(K = 3)) :> IArchitecture

    // Problem is a small case, Start() the parameters before the first update.
    [<Fact>]
    member this.``Three codes of a row are kept``() =
        use _ = torch.no_grad ()
        let sample = this.Problem.Sample.narrow (0L, 1L, this.Problem.Sample.shape[0] - 1L)
        let codes = this.Create().Forward(this.Start(), sample, ForwardMode.Evaluate).Codes
        use zero = (0.0).ToScalar()
        Assert.Equal(3L, codes.ne(zero).sum(dim = 1L).max().item<int64>())
