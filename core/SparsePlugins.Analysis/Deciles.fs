/// Recovery of rare and of frequent features.
module SparsePlugins.Analysis.Deciles

open SparsePlugins.Records

/// The bound at which a decile counts as recovered.
let private bound = 0.9

let private table baselineOf titleOf (variants: Variant list) (family, names: (int * string) list) =
    let names = List.sortBy fst names

    let horizons, times =
        names
        |> List.map (fun (_, name) ->
            Times.means
                variants
                ({
                    Measurement = name
                    AtLeast = true
                    Value = bound
                }
                : ReportThreshold))
        |> List.unzip

    {
        Family = family
        Title = titleOf family
        Deciles = List.map fst names
        Bound = bound
        Horizons = horizons
        Rows =
            [
                for subject, times in List.zip variants (List.transpose times) ->
                    {
                        Variant = subject
                        AtEnd = names |> List.map (fun (_, name) -> Ends.cellAtEnd baselineOf name subject)
                        Times = times
                    }
            ]
    }

let private decileOf (facts: MeasurementFacts) =
    match facts.ReportedAs with
    | ReportedAs.Decile(series, number) when facts.Better = BetterSide.Higher ->
        Some((facts.Metric, series), (number, facts.Name))
    | ReportedAs.Decile _
    | ReportedAs.DeadFeatures
    | ReportedAs.ActiveFeatures
    | ReportedAs.Schedule
    | ReportedAs.Plain -> None

/// One for every series of deciles that is better when higher, under the name of its metric or, where that has several, its own.
let tables baselineOf variants (measurements: MeasurementTable list) =
    let series =
        measurements
        |> List.choose (fun table -> decileOf table.Facts)
        |> List.groupBy fst

    let family (metric, series') =
        let count =
            series |> List.filter (fun ((other, _), _) -> other = metric) |> List.length

        if count = 1 then metric else series'

    let titleOf family =
        measurements
        |> List.tryFind (fun table -> table.Measurement = family)
        |> Option.map _.Title
        |> Option.defaultValue family

    series
    |> List.map (fun (key, found) -> table baselineOf titleOf variants (family key, List.map snd found))
