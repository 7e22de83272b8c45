/// Recovery of rare and of frequent features.
module SparsePlugins.Analysis.Deciles

open SparsePlugins.Records

/// The bound at which a decile counts as recovered.
let private bound = 0.9

let private table baselineOf (members: Member list) (family, names: (int * string) list) =
    let names = List.sortBy fst names

    let horizons, times =
        names
        |> List.map (fun (_, name) ->
            Times.means
                members
                ({
                    Measurement = name
                    AtLeast = true
                    Value = bound
                }
                : ReportThreshold))
        |> List.unzip

    {
        Family = family
        Deciles = List.map fst names
        Bound = bound
        Horizons = horizons
        Rows =
            [
                for subject, times in List.zip members (List.transpose times) ->
                    {
                        Member = subject
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
    | ReportedAs.Plain -> None

/// One for every series of deciles that is better when higher, under the name of its metric or, where that has several, its own.
let tables baselineOf members (measurements: MeasurementTable list) =
    let series =
        measurements
        |> List.choose (fun table -> decileOf table.Facts)
        |> List.groupBy fst

    let family (metric, series') =
        let count =
            series |> List.filter (fun ((other, _), _) -> other = metric) |> List.length

        if count = 1 then metric else series'

    series
    |> List.map (fun (key, found) -> table baselineOf members (family key, List.map snd found))
