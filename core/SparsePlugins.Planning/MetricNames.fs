namespace SparsePlugins.Planning

open System
open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// Names of measurements: of a metric the first is its own name, the others begin with it and a hyphen.
module internal MetricNames =
    let private isFurther (metric: string) (name: string) =
        name.StartsWith(metric + "-", StringComparison.Ordinal)

    /// Whether a declared name, `mmcs-decile-*`, stands for this one.
    let private covers (declared: string) (name: string) =
        if declared.EndsWith '*' then
            name.Length >= declared.Length
            && name.StartsWith(declared.TrimEnd '*', StringComparison.Ordinal)
        else
            declared = name

    /// The listed metric that a name would be a further measurement of.
    let ownerOf (metrics: ListedMetric list) name =
        metrics |> List.tryFind (fun metric -> isFurther metric.Name name)

    /// Whether a metric declares a further measurement of this name.
    let gives name (metric: ListedMetric) =
        metric.Name <> name
        && metric.Entered.Schema.Measurements
           |> Seq.exists (fun measurement -> covers measurement.Name name)

    /// Metrics whose name is that of a further measurement of another one that is listed.
    let clashes (metrics: (string * ListedMetric) list) : Problem list =
        let all = metrics |> List.map snd

        [
            for path, metric in metrics do
                match all |> List.tryFind (gives metric.Name) with
                | Some other ->
                    Problem.at
                        metric.Entered.Spec.Position
                        path
                        $"'{metric.Name}' is also the name of a further measurement of '{other.Name}'; list one of the two"
                | None -> ()
        ]
