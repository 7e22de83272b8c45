/// Dead features that were given new weights.
module SparsePlugins.Analysis.Revivals

open SparsePlugins.Records
open SparsePlugins.Statistics

/// Those that gave new weights.
let events (record: RunRecord) =
    record.Reinitializations
    |> Seq.filter (fun event -> event.Features.Count > 0)
    |> List.ofSeq

let private row (subject: Member) =
    let records = List.filter isSound subject.Records

    let estimate count =
        records
        |> List.map (count >> float)
        |> List.toArray
        |> SampleStatistics.Estimate

    {
        Member = subject
        Steps =
            records
            |> List.collect (fun record -> [ for event in events record -> event.Step ])
        Events = estimate (events >> List.length)
        Features = estimate (fun record -> record.Reinitializations |> Seq.sumBy _.Features.Count)
    }

/// A row a member that has a reinitializer; nothing where no member has one.
let rows (members: Member list) =
    members
    |> List.filter (fun subject -> subject.Reinitializer <> "none")
    |> List.map row
