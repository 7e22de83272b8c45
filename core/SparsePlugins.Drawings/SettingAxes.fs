/// What differs between the settings of a sweep.
module SparsePlugins.Drawings.SettingAxes

open System
open System.Globalization
open SparsePlugins.Analysis
open SparsePlugins.Records

/// Keys that settings have with several values.
let private varied (sections: Section list) =
    sections
    |> List.collect _.Values
    |> List.distinct
    |> List.countBy _.Key
    |> List.filter (fun (_, values) -> values > 1)
    |> List.map fst

let private valueOf key (section: Section) =
    section.Values
    |> List.tryFind (fun axis -> axis.Key = key)
    |> Option.map _.Value

let private sizeOf values = values |> List.distinct |> List.length

/// Whether settings are as many without a key as with it.
let private canDrop key (sections: Section list) =
    let without (section: Section) =
        section.Values |> List.filter (fun axis -> axis.Key <> key)

    sizeOf (sections |> List.map without) = sizeOf (sections |> List.map _.Values)

/// Whether the value of one key tells that of a rarer one in every setting that has it, such as the k of some architectures that goes along the learning rate.
let private tells sections (key, rarer) =
    let pairs =
        sections
        |> List.choose (fun section -> valueOf rarer section |> Option.map (fun value -> valueOf key section, value))
        |> List.distinct

    pairs.Length > 1
    && pairs |> List.forall (fst >> Option.isSome)
    && sizeOf (List.map fst pairs) = pairs.Length
    && sizeOf (List.map snd pairs) = pairs.Length
    && canDrop rarer sections

/// Whether the value of either key tells that of the other.
let private moveTogether sections left right =
    let count values = sections |> List.map values |> sizeOf

    let both = count (fun section -> valueOf left section, valueOf right section)

    (count (valueOf left) = both && count (valueOf right) = both)
    || tells sections (left, right)
    || tells sections (right, left)

/// The value of a key as a number.
let number key (section: Section) =
    section.Values
    |> List.tryPick (fun axis ->
        match Double.TryParse(axis.Value, NumberStyles.Float, CultureInfo.InvariantCulture) with
        | true, number when axis.Key = key && Double.IsFinite number -> Some number
        | _ -> None)

let private isNumeric (sections: Section list) key =
    sections |> List.forall (number key >> Option.isSome)

/// Keys that vary, without those that say nothing more: of keys that move together the first that is a number in every setting, or else the
/// first, in the place of the first.
let keys (sections: Section list) =
    let varied = varied sections

    let together key =
        varied |> List.filter (moveTogether sections key)

    let representative group =
        group
        |> List.tryFind (isNumeric sections)
        |> Option.defaultValue (List.head group)

    varied |> List.map (together >> representative) |> List.distinct

/// `learning_rate` for `training.learning_rate`, where no other key that varies ends so.
let short sections =
    let last (key: string) = key.Substring(key.LastIndexOf '.' + 1)
    let times = varied sections |> List.countBy last |> Map.ofList

    fun key ->
        match times.TryFind(last key) with
        | Some count when count > 1 -> key
        | Some _
        | None -> last key

/// `; source.features and decay change with l1`: keys that move together with one, which is called by a name; nothing where there are none.
let private alongNamed name sections key =
    match
        varied sections
        |> List.filter (fun other -> other <> key && moveTogether sections key other)
    with
    | [] -> ""
    | [ one ] -> $"; {short sections one} changes with {name}"
    | several ->
        let names = several |> List.map (short sections)
        let first = names |> List.take (names.Length - 1) |> String.concat ", "
        $"; {first} and {List.last names} change with {name}"

/// `; source.features and decay change with it`: keys that move together with one.
let along sections key = alongNamed "it" sections key

/// The same for every key of settings: `; features changes with l1; decay changes with learning_rate`.
let alongAll sections =
    keys sections
    |> List.map (fun key -> alongNamed (short sections key) sections key)
    |> String.concat ""

/// A setting by the keys that vary, without some of them: `l1=0.03, learning_rate=0.001`.
let nameWithout without sections =
    let keys = keys sections |> List.except without
    let short = short sections

    fun (section: Section) ->
        keys
        |> List.choose (fun key -> valueOf key section |> Option.map (fun value -> $"{short key}={value}"))
        |> String.concat ", "

/// The values alone, in the order of the keys: `0.03, 0.001`.
let values keys (section: Section) =
    keys |> List.choose (fun key -> valueOf key section) |> String.concat ", "

/// Keys whose values are numbers in every setting.
let numeric sections =
    keys sections |> List.filter (isNumeric sections)
