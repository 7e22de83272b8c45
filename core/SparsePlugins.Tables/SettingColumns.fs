/// The axes of a manifest: a column each, and what hyperparameters a run has.
module internal SparsePlugins.Tables.SettingColumns

open System
open System.Globalization
open SparsePlugins.Records

let private number (text: string) =
    match Double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture) with
    | true, value when Double.IsFinite value -> Some value
    | _ -> None

/// The keys of all axes, in the order of the manifest.
let keys (experiment: ExperimentRecord) =
    experiment.Settings
    |> Seq.collect _.Values
    |> Seq.map _.Key
    |> Seq.distinct
    |> List.ofSeq

/// The value that a run has of an axis; None where its setting lacks the axis.
let valueOf (experiment: ExperimentRecord) (run: ExperimentRun) key =
    experiment.Settings
    |> Seq.tryFind (fun setting -> setting.Name = run.Setting)
    |> Option.bind (fun setting -> setting.Values |> Seq.tryFind (fun value -> value.Key = key))
    |> Option.map _.Value

/// Numbers where all values of the axis are numbers, else texts.
let column experiment (runs: ExperimentRun array) key : Column =
    let values = runs |> Array.map (fun run -> valueOf experiment run key)
    let present = values |> Array.choose id

    {
        Name = key
        Values =
            if present |> Array.forall (number >> Option.isSome) then
                Numbers(values |> Array.map (Option.bind number >> Option.defaultValue nan))
            else
                Texts(values |> Array.map (Option.defaultValue ""))
    }

/// A value as a hyperparameter: a number, or else its text.
let hyperparameter (text: string) =
    match number text with
    | Some value -> Choice1Of2 value
    | None -> Choice2Of2 text
