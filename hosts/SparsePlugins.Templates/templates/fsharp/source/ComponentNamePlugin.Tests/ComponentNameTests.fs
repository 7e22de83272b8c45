namespace ComponentNamePlugin.Tests

open ComponentNamePlugin
open SparsePlugins.Conformance
open SparsePlugins.Contracts
open Xunit

// libtorch is shared by the whole process: one test at a time.
[<assembly: CollectionBehavior(DisableTestParallelization = true)>]
do ()

/// The inherited rules of every source, and tests of what is special about this one.
[<Sealed>]
type ComponentNameSourceTests() =
    inherit SourceConformance()

    override _.Create() =
        ComponentNameSource(ComponentNameOptions()) :> IActivationSource

    [<Fact>]
    member _.``Each feature fires with the probability of two draws``() =
        use context = ToyProblem.Context()
        let two = ComponentNameSource(ComponentNameOptions(Features = 2))
        let truth = (two :> IGroundTruth).Reveal context
        TensorAssertions.AssertClose(0.75, truth.FiringProbabilities)
