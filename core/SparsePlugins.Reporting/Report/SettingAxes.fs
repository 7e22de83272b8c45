/// What differs between the settings of a sweep, read from their names.
module internal SparsePlugins.Reporting.SettingAxes

open System
open System.Globalization
open SparsePlugins.Analysis

/// Where a comma stands outside all brackets and quotes.
let private parts (setting: string) =
    let folder (depth, current, finished) character =
        match character with
        | ',' when depth = 0 -> 0, "", current :: finished
        | '('
        | '['
        | '{' -> depth + 1, current + string character, finished
        | ')'
        | ']'
        | '}' -> depth - 1, current + string character, finished
        | other -> depth, current + string other, finished

    let _, last, finished = setting |> Seq.fold folder (0, "", [])
    List.rev (last :: finished)

let private entryOf (part: string) =
    match part.IndexOf '=' with
    | -1 -> part.Trim(), ""
    | at -> part.Substring(0, at).Trim(), part.Substring(at + 1).Trim()

/// The keys of a setting with their values, in the order of its name.
let entries (section: Section) =
    if section.Setting = "" then
        []
    else
        section.Setting |> parts |> List.map entryOf

/// Keys that settings have with several values.
let keys (sections: Section list) =
    sections
    |> List.collect entries
    |> List.distinct
    |> List.countBy fst
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
let nameWithout without keys section =
    entries section
    |> List.filter (fun (key, _) -> List.contains key keys && not (List.contains key without))
    |> List.map (fun (key, value) -> $"{short keys key}={value}")
    |> String.concat ", "

/// The values alone, in the order of the keys: `0.03, 0.001`.
let values keys section =
    entries section
    |> List.filter (fun (key, _) -> List.contains key keys)
    |> List.map snd
    |> String.concat ", "

/// The value of a key as a number.
let number key section =
    entries section
    |> List.tryPick (fun (name, value) ->
        match Double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture) with
        | true, number when name = key && Double.IsFinite number -> Some number
        | _ -> None)

/// Keys whose values are numbers in every setting.
let numeric sections =
    keys sections
    |> List.filter (fun key -> sections |> List.forall (number key >> Option.isSome))
