namespace ComponentNamePlugin.Tests

open ComponentNamePlugin
open SparsePlugins.Conformance
open SparsePlugins.Contracts
open TorchSharp
open Xunit

// libtorch is shared by the whole process: one test at a time.
[<assembly: CollectionBehavior(DisableTestParallelization = true)>]
do ()

/// The inherited rules of every metric, and tests of what is special about this one.
[<Sealed>]
type ComponentNameMetricTests() =
    inherit MetricConformance()

    override _.Create() =
        ComponentNameMetric(ComponentNameOptions()) :> IMetric

    [<Fact>]
    member this.``The mean is over active codes alone``() =
        let codes = torch.tensor (array2D [ [ 1.0f; 0.0f; 0.0f ]; [ 0.0f; 2.0f; 6.0f ] ])
        let batch = EvaluationBatch(torch.zeros (2L, 4L), codes, torch.zeros (2L, 4L))
        let measured = this.Measure [| batch |]
        Assert.Equal(3.0, measured[0].Value)
