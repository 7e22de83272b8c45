/// What differs between the settings of a sweep.
module SparsePlugins.Drawings.SettingAxes

open System
open System.Globalization
open SparsePlugins.Analysis
open SparsePlugins.Records

/// Keys that settings have with several values.
let keys (sections: Section list) =
    sections
    |> List.collect _.Values
    |> List.distinct
    |> List.countBy _.Key
    |> List.filter (fun (_, values) -> values > 1)
    |> List.map fst

/// `learning_rate` for `training.learning_rate`, where no other key ends so.
let short keys (key: string) =
    let last (key: string) = key.Substring(key.LastIndexOf '.' + 1)

    if keys |> List.filter (fun other -> last other = last key) |> List.length > 1 then
        key
    else
        last key

/// A setting by the keys that vary, without some of them: `l1=0.03, learning_rate=0.001`.
let nameWithout without keys (section: Section) =
    section.Values
    |> List.filter (fun axis -> List.contains axis.Key keys && not (List.contains axis.Key without))
    |> List.map (fun axis -> $"{short keys axis.Key}={axis.Value}")
    |> String.concat ", "

/// The values alone, in the order of the keys: `0.03, 0.001`.
let values keys (section: Section) =
    section.Values
    |> List.filter (fun axis -> List.contains axis.Key keys)
    |> List.map _.Value
    |> String.concat ", "

/// The value of a key as a number.
let number key (section: Section) =
    section.Values
    |> List.tryPick (fun axis ->
        match Double.TryParse(axis.Value, NumberStyles.Float, CultureInfo.InvariantCulture) with
        | true, number when axis.Key = key && Double.IsFinite number -> Some number
        | _ -> None)

/// Keys whose values are numbers in every setting.
let numeric sections =
    keys sections
    |> List.filter (fun key -> sections |> List.forall (number key >> Option.isSome))
