/// Dead features that were given new weights.
module internal SparsePlugins.Reporting.Revivals

open SparsePlugins.Reporting.Summary

let private row (subject: Member) =
    let records = List.filter isSound subject.Records

    let estimate count =
        records |> List.map (count >> float) |> List.toArray |> Statistics.Estimate

    {
        Member = subject
        Steps =
            records
            |> List.collect (fun record -> [ for event in record.Reinitializations -> event.Step ])
        Events = estimate (fun record -> record.Reinitializations.Count)
        Features = estimate (fun record -> record.Reinitializations |> Seq.sumBy _.Features.Count)
    }

/// A row a member that has a reinitializer; nothing where no member has one.
let rows (members: Member list) =
    members
    |> List.filter (fun subject -> subject.Reinitializer <> "none")
    |> List.map row
