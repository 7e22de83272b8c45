namespace SparsePlugins.Specs

open System
open System.Globalization
open SparsePlugins.Yaml

/// A JSON value, written the same on every machine and by every version of the runtime.
type Json =
    | JsonNull
    | JsonFlag of bool
    /// As it is written.
    | JsonNumber of string
    | JsonText of string
    | JsonArray of Json list
    | JsonObject of (string * Json) list

module Json =
    let private escape character =
        match character with
        | '"' -> "\\\""
        | '\\' -> "\\\\"
        | c when c < ' ' || Char.IsSurrogate c || c > '~' ->
            "\\u" + (int c).ToString("x4", CultureInfo.InvariantCulture)
        | c -> c.ToString()

    let private text (value: string) =
        "\"" + String.collect escape value + "\""

    /// On one line, with these separators.
    let rec private line comma colon json =
        let joined (items: string list) = String.Join((comma: string), items)

        match json with
        | JsonNull -> "null"
        | JsonFlag flag -> if flag then "true" else "false"
        | JsonNumber numeral -> numeral
        | JsonText value -> text value
        | JsonArray items -> "[" + joined (items |> List.map (line comma colon)) + "]"
        | JsonObject members ->
            "{"
            + joined (
                members
                |> List.map (fun (key, value) -> text key + colon + line comma colon value)
            )
            + "}"

    /// On one line, without white space.
    let compact json = line "," ":" json

    /// On one line, with a space after commas and colons.
    let spaced json = line ", " ": " json

    let integer value = JsonNumber(Numerals.integer value)
    let number value = JsonNumber(Numerals.number value)

    /// The value of an option.
    let rec ofOption value =
        match value with
        | FlagValue flag -> JsonFlag flag
        | IntegerValue value -> integer value
        | NumberValue value -> number value
        | TextValue text -> JsonText text
        | ListValue items -> JsonArray(items |> Seq.map ofOption |> List.ofSeq)
