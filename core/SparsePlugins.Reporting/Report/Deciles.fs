/// Recovery of rare and of frequent features.
module internal SparsePlugins.Reporting.Deciles

open SparsePlugins.Records
open SparsePlugins.Reporting.Summary

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

/// One for every measurement that comes in deciles and is better when higher.
let tables baselineOf members (measurements: MeasurementTable list) =
    measurements
    |> List.filter (fun table -> table.Better = "higher")
    |> List.choose (fun table ->
        decileOf table.Measurement
        |> Option.map (fun (family, decile) -> family, (decile, table.Measurement)))
    |> List.groupBy fst
    |> List.map (fun (family, found) -> table baselineOf members (family, List.map snd found))
