/// Dead features that were given new weights.
module SparsePlugins.Analysis.Revivals

open SparsePlugins.Records
open SparsePlugins.Statistics

/// Those that gave new weights.
let events (record: RunRecord) =
    record.Reinitializations
    |> Seq.filter (fun event -> event.Features.Count > 0)
    |> List.ofSeq

let private row (subject: Variant) =
    let records = List.filter isSound subject.Records

    let estimate count =
        records
        |> List.map (count >> float)
        |> List.toArray
        |> SampleStatistics.Estimate

    {
        Variant = subject
        Steps =
            records
            |> List.collect (fun record -> [ for event in events record -> event.Step ])
        Events = estimate (events >> List.length)
        Features = estimate (fun record -> record.Reinitializations |> Seq.sumBy _.Features.Count)
    }

/// One row per variant that has a reinitializer; nothing where no variant has one.
let rows (variants: Variant list) =
    variants
    |> List.filter (fun subject -> subject.Reinitializer <> "none")
    |> List.map row
