/// Curves of versions that wrote no more of a measurement than its name, unit and better side.
module internal SparsePlugins.Records.EarlierCurves

open System

let private begins (metric: string) (name: string) =
    name.StartsWith(metric + "-", StringComparison.Ordinal)

/// The metric that measured it: the one of its name, or the longest that its name begins with; the training loss has none.
let private metricOf (metrics: string list) name =
    if List.contains name metrics then
        name
    else
        metrics
        |> List.filter (fun metric -> begins metric name)
        |> List.sortByDescending _.Length
        |> List.tryHead
        |> Option.defaultValue ""

/// Names that begin with no other one's, where the spec lists no metrics.
let private ownNames (names: string list) =
    names
    |> List.filter (fun name -> name <> "loss" && not (names |> List.exists (fun other -> begins other name)))

/// Those versions reported by name what metrics declare today.
let private reportedAs (name: string) =
    match name, name.LastIndexOf("-decile-", StringComparison.Ordinal) with
    | "dead-fraction", _ -> ReportedAs.DeadFeatures
    | "l0", _ -> ReportedAs.ActiveFeatures
    | _, -1 -> ReportedAs.Plain
    | _, at ->
        let series = name.Substring(0, at) + "-decile"

        match Int32.TryParse(name.Substring(series.Length + 1)) with
        | true, number -> ReportedAs.Decile(series, number)
        | false, _ -> ReportedAs.Plain

/// The curves of a record, each with its metric and what it is reported as.
let complete (metrics: string list) (curves: Curve list) =
    let metrics =
        if metrics.IsEmpty then
            curves |> List.map _.Measurement |> ownNames
        else
            metrics

    [
        for curve in curves ->
            { curve with
                Facts =
                    { curve.Facts with
                        Metric = metricOf metrics curve.Measurement
                        ReportedAs = reportedAs curve.Measurement
                    }
            }
    ]
