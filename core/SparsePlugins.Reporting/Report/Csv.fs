/// One tidy table of all curves; quoting as in RFC 4180.
module internal SparsePlugins.Reporting.Csv

open System
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Summary

let private header =
    "run,cohort,seed,initializer,reinitializer,step,samples,metric,value,setting"

let private quoted (text: string) =
    if text.IndexOfAny [| ','; '"'; '\n'; '\r' |] < 0 then
        text
    else
        "\"" + text.Replace("\"", "\"\"") + "\""

let private linesOf (run: Run) (record: RunRecord) =
    let planned = run.Planned

    let head =
        [
            planned.Id
            planned.Cohort
            Numbers.whole planned.Seed
            planned.Initializer
            planned.Reinitializer
        ]
        |> List.map quoted
        |> String.concat ","

    let setting = quoted planned.Setting

    seq {
        for curve in record.Curves do
            let name = quoted curve.Measurement

            for step, value in Seq.zip curve.Steps curve.Values do
                let samples = Numbers.whole (step * int64 record.Batch)
                $"{head},{Numbers.whole step},{samples},{name},{Numbers.exact value},{setting}"
    }

/// By setting, member and seed, whatever the order of the records.
let render (summary: Summary) =
    let runs =
        summary.Runs
        |> Seq.collect (fun run -> run.Record |> Option.map (linesOf run) |> Option.defaultValue Seq.empty)

    String.Join("\n", Seq.append [ header ] runs) + "\n"
