namespace SparsePlugins.Specs

open System
open SparsePlugins.Yaml

/// Option values and their rules in words.
module OptionText =
    /// Characters that a label uses itself.
    let private isSpecial character = Seq.contains character ",=()[]\""

    let private text (value: string) =
        if value = "" || value.Trim() <> value || Seq.exists isSpecial value then
            "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\""
        else
            value

    /// As in labels; two values of one option have one text only if they are equal.
    let rec render value =
        match value with
        | FlagValue flag -> if flag then "true" else "false"
        | IntegerValue integer -> Numerals.integer integer
        | NumberValue number -> Numerals.number number
        | TextValue value -> text value
        | ListValue items ->
            match List.ofSeq items with
            | [ item ] -> render item
            | items -> "[" + String.Join(",", items |> List.map render) + "]"

    let private range noun (least: string option) (most: string option) =
        match least, most with
        | Some least, Some most -> $"{noun} between {least} and {most}"
        | Some least, None -> $"{noun} of at least {least}"
        | None, Some most -> $"{noun} of at most {most}"
        | None, None -> noun

    /// `a number between 0.0001 and 10`.
    let rec expected optionType =
        match optionType with
        | Flag -> "true or false"
        | Integer(minimum, maximum) -> OptionBounds.ofIntegers minimum maximum ||> range "a whole number"
        | Number(minimum, maximum) -> OptionBounds.ofNumbers minimum maximum ||> range "a number"
        | Choice names -> "one of " + String.Join(", ", names)
        | Text -> "text"
        | InputPath -> "the path of a file"
        | Many element -> expected element + ", or a list of such"

    /// A value as its option's type holds it: whole numbers of a Number as numbers, one value of Many as a list.
    let rec normalize optionType value =
        match optionType, value with
        | Number _, IntegerValue integer -> NumberValue(float integer)
        | Many element, ListValue items -> ListValue(items |> Seq.map (normalize element) |> List.ofSeq)
        | Many element, one -> ListValue [ normalize element one ]
        | _ -> value
