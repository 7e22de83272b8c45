/// One long table of all curves.
module SparsePlugins.Tables.CurveTable

open SparsePlugins.Analysis
open SparsePlugins.Records

/// A point of a curve of a run.
[<Struct; NoComparison; NoEquality>]
type private Point =
    {
        Planned: ExperimentRun
        Batch: int64
        Curve: Curve
        Index: int
    }

    member point.Step = point.Curve.Steps[point.Index]

let private pointsOf (run: Run) =
    seq {
        match run.Record with
        | None -> ()
        | Some record ->
            for curve in record.Curves do
                for index in 0 .. curve.Steps.Count - 1 do
                    {
                        Planned = run.Planned
                        Batch = int64 record.Batch
                        Curve = curve
                        Index = index
                    }
    }

/// A row for every point of every curve, in the order of the runs. Experiments that list architectures have a column for them, last.
let create (experiment: ExperimentRecord) (runs: Run list) : Table =
    let points = runs |> Seq.collect pointsOf |> Array.ofSeq
    let text name (value: Point -> string) = Column.Texts name points value
    let label name list = text name _.Planned.LabelIn(list)

    {
        Name = "curves"
        Columns =
            [
                text "run" _.Planned.Id
                text "cohort" _.Planned.Cohort
                Column.Integers "seed" points _.Planned.Seed
                label "initializer" ComparedList.Initializers
                label "reinitializer" ComparedList.Reinitializers
                Column.Integers "step" points _.Step
                Column.Integers "samples" points (fun point -> point.Step * point.Batch)
                text "metric" _.Curve.Measurement
                Column.Numbers "value" points (fun point -> point.Curve.Values[point.Index])
                text "setting" _.Planned.Setting
                if experiment.ComparesArchitectures then
                    label "architecture" ComparedList.Architectures
            ]
    }
