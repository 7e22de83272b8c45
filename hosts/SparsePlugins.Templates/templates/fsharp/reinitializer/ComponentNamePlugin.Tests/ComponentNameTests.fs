namespace ComponentNamePlugin.Tests

open ComponentNamePlugin
open SparsePlugins.Conformance
open SparsePlugins.Contracts
open Xunit

// libtorch is shared by the whole process: one test at a time.
[<assembly: CollectionBehavior(DisableTestParallelization = true)>]
do ()

/// The inherited rules of every reinitializer, and tests of what is special about this one.
[<Sealed>]
type ComponentNameReinitializerTests() =
    inherit ReinitializerConformance()

    override _.Create() =
        ComponentNameReinitializer(ComponentNameOptions()) :> IDeadFeatureReinitializer

    // Problem is a small autoencoder; here 5 of its features died.
    [<Fact>]
    member this.``Encoder rows have the length asked for``() =
        let dead = this.Problem.Dead 5
        let proposal = this.Propose(dead, 7UL)
        TensorAssertions.AssertClose(0.2 * dead.Living.Length, proposal.EncoderWeight.norm 1)
