namespace SparsePlugins.Planning

open System
open System.Globalization

/// A JSON value, written the same on every machine and by every version of the runtime.
type internal Json =
    | JsonNull
    | JsonFlag of bool
    /// As it is written.
    | JsonNumber of string
    | JsonText of string
    | JsonArray of Json list
    | JsonObject of (string * Json) list

module internal Json =
    let private escape character =
        match character with
        | '"' -> "\\\""
        | '\\' -> "\\\\"
        | c when c < ' ' || Char.IsSurrogate c || c > '~' ->
            "\\u" + (int c).ToString("x4", CultureInfo.InvariantCulture)
        | c -> c.ToString()

    let private text (value: string) =
        "\"" + String.collect escape value + "\""

    let private scalar json =
        match json with
        | JsonNull -> "null"
        | JsonFlag true -> "true"
        | JsonFlag false -> "false"
        | JsonNumber numeral -> numeral
        | JsonText value -> text value
        | JsonArray _ -> "[]"
        | JsonObject _ -> "{}"

    /// Without white space.
    let rec compact json =
        match json with
        | JsonArray items -> "[" + String.Join(',', items |> List.map compact) + "]"
        | JsonObject members ->
            "{"
            + String.Join(',', members |> List.map (fun (key, value) -> text key + ":" + compact value))
            + "}"
        | JsonNull
        | JsonFlag _
        | JsonNumber _
        | JsonText _ -> scalar json

    let private isPlain json =
        match json with
        | JsonArray(_ :: _)
        | JsonObject(_ :: _) -> false
        | JsonArray []
        | JsonObject []
        | JsonNull
        | JsonFlag _
        | JsonNumber _
        | JsonText _ -> true

    /// Two spaces a level; lists of plain values on one line.
    let indented json =
        let rec write indent json =
            let inner = indent + "  "

            let lines opening closing (items: string list) =
                opening
                + "\n"
                + inner
                + String.Join(",\n" + inner, items)
                + "\n"
                + indent
                + closing

            match json with
            | JsonArray items when List.forall isPlain items -> "[" + String.Join(", ", items |> List.map scalar) + "]"
            | JsonArray items -> items |> List.map (write inner) |> lines "[" "]"
            | JsonObject(_ :: _ as members) ->
                members
                |> List.map (fun (key, value) -> text key + ": " + write inner value)
                |> lines "{" "}"
            | JsonObject []
            | JsonNull
            | JsonFlag _
            | JsonNumber _
            | JsonText _ -> scalar json

        write "" json + "\n"

    let integer value = JsonNumber(Numerals.integer value)
    let number value = JsonNumber(Numerals.number value)

    let rec ofOption value =
        match value with
        | FlagValue flag -> JsonFlag flag
        | IntegerValue value -> integer value
        | NumberValue value -> number value
        | TextValue text -> JsonText text
        | ListValue items -> JsonArray(items |> Seq.map ofOption |> List.ofSeq)
