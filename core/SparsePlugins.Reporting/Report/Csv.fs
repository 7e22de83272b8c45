/// One tidy table of all curves; quoting as in RFC 4180.
module internal SparsePlugins.Reporting.Csv

open System
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics

let private header =
    "run,cohort,seed,initializer,reinitializer,step,samples,metric,value,setting"

let private quoted (text: string) =
    if text.IndexOfAny [| ','; '"'; '\n'; '\r' |] < 0 then
        text
    else
        "\"" + text.Replace("\"", "\"\"") + "\""

let private linesOf comparesArchitectures (run: Run) (record: RunRecord) =
    let planned = run.Planned

    let head =
        [
            planned.Id
            planned.Cohort
            Numbers.whole planned.Seed
            planned.LabelIn ComparedList.Initializers
            planned.LabelIn ComparedList.Reinitializers
        ]
        |> List.map quoted
        |> String.concat ","

    let tail =
        [
            planned.Setting
            if comparesArchitectures then
                planned.LabelIn ComparedList.Architectures
        ]
        |> List.map quoted
        |> String.concat ","

    seq {
        for curve in record.Curves do
            let name = quoted curve.Measurement

            for step, value in Seq.zip curve.Steps curve.Values do
                let samples = Numbers.whole (step * int64 record.Batch)
                $"{head},{Numbers.whole step},{samples},{name},{Numbers.exact value},{tail}"
    }

/// By setting, variant and seed, in any order of the records. Experiments that list architectures have a column for them, last.
let render (experiment: ExperimentRecord) (runs: Run list) =
    let compares = experiment.ComparesArchitectures

    let runs =
        runs
        |> Seq.collect (fun run -> run.Record |> Option.map (linesOf compares run) |> Option.defaultValue Seq.empty)

    let header = if compares then header + ",architecture" else header
    String.Join("\n", Seq.append [ header ] runs) + "\n"
