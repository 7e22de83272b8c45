namespace SparsePlugins.Planning

open System

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
    let ownerOf (metrics: Entered list) name =
        metrics |> List.tryFind (fun metric -> isFurther metric.Spec.Name name)

    /// Whether a metric declares a further measurement of this name.
    let gives name (metric: Entered) =
        metric.Spec.Name <> name
        && metric.Schema.Measurements
           |> Seq.exists (fun measurement -> covers measurement.Name name)

    /// Metrics whose name is that of a further measurement of another one that is listed.
    let clashes (metrics: (string * Entered) list) : Problem list =
        let all = metrics |> List.map snd

        [
            for path, metric in metrics do
                match all |> List.tryFind (gives metric.Spec.Name) with
                | Some other ->
                    Problem.at
                        metric.Spec.Position
                        path
                        $"'{metric.Spec.Name}' is also the name of a further measurement of '{other.Spec.Name}'; list one of the two"
                | None -> ()
        ]
