/// Reads JSON with errors that name the key: `curves[2].values: must be a list, got 'x'`.
module internal SparsePlugins.Records.JsonFields

open System.Collections.Generic
open System.Text.Json

/// A value and its path from the root, whose path is empty.
type Field = { Path: string; Value: JsonElement }

let fail path message : 'a =
    raise (RecordFormatException(if path = "" then message else $"{path}: {message}"))

let private expected rule field =
    let got =
        match field.Value.ValueKind with
        | JsonValueKind.Object -> "an object"
        | JsonValueKind.Array -> "a list"
        | JsonValueKind.String -> $"'{field.Value.GetString()}'"
        | _ -> field.Value.GetRawText()

    fail field.Path $"must be {rule}, got {got}"

let private expect kind rule field =
    if field.Value.ValueKind <> kind then
        expected rule field

/// The member of an object; an error where it is missing.
let get (name: string) field =
    expect JsonValueKind.Object "an object" field
    let path = if field.Path = "" then name else $"{field.Path}.{name}"

    match field.Value.TryGetProperty name with
    | true, value -> { Path = path; Value = value }
    | false, _ -> fail path "is missing"

let textOf field =
    expect JsonValueKind.String "text" field

    try
        string (field.Value.GetString())
    with :? System.InvalidOperationException ->
        fail field.Path "must be text of whole characters, got half of one"

let text name field = textOf (get name field)

let flag name field =
    match (get name field).Value.ValueKind with
    | JsonValueKind.True -> true
    | JsonValueKind.False -> false
    | _ -> expected "true or false" (get name field)

let private integerOf field =
    match field.Value.ValueKind with
    | JsonValueKind.Number ->
        match field.Value.TryGetInt64() with
        | true, value -> value
        | false, _ -> expected "a whole number" field
    | _ -> expected "a whole number" field

let integer name field = integerOf (get name field)

let private countOf field =
    match integerOf field with
    | value when value >= 0L && value <= int64 System.Int32.MaxValue -> int value
    | _ -> expected "a whole number from 0 to 2147483647" field

/// An integer that fits 32 bits and is not negative.
let count name field = countOf (get name field)

/// Numbers that JSON has no digits for are written as text.
let private numberOf field =
    match field.Value.ValueKind with
    | JsonValueKind.Number -> field.Value.GetDouble()
    | JsonValueKind.String ->
        match field.Value.GetString() with
        | "NaN" -> nan
        | "Infinity" -> infinity
        | "-Infinity" -> -infinity
        | _ -> expected "a number" field
    | _ -> expected "a number" field

let number name field = numberOf (get name field)

/// Reads every element of a list.
let list read name field : IReadOnlyList<'a> =
    let field = get name field
    expect JsonValueKind.Array "a list" field

    field.Value.EnumerateArray()
    |> Seq.mapi (fun i value ->
        read
            {
                Path = $"{field.Path}[{i}]"
                Value = value
            })
    |> Seq.toArray
    :> IReadOnlyList<'a>

let integers name field = list integerOf name field

let counts name field = list countOf name field

let numbers name field = list numberOf name field

/// Files of earlier versions lack some fields.
let optional read absent (name: string) field =
    match field.Value.TryGetProperty name with
    | true, _ -> read name field
    | false, _ -> absent

/// Reads a whole text; `what` names the thing in errors, as in `the record`, and `last` is its last field but for the checksum.
let parse what version last read (text: string) =
    let torn place (error: exn) =
        RecordFormatException(
            $"{what} is torn or is not JSON{place}; delete it, and the next run writes it again",
            error
        )

    use document =
        try
            JsonDocument.Parse text
        with
        | :? JsonException as error ->
            let line = error.LineNumber.GetValueOrDefault() + 1L
            let column = error.BytePositionInLine.GetValueOrDefault() + 1L
            raise (torn $", at line {line}, column {column}" error)
        | :? System.ArgumentException as error -> raise (torn "" error) // Half a character.

    let root =
        {
            Path = ""
            Value = document.RootElement
        }

    try
        Checksum.require what last text root.Value
        let found = integer "format" root

        if found <> version then
            fail "format" $"this version reads format {version}, got {found}"

        read root
    with :? System.InvalidOperationException as error ->
        raise (torn "" error) // Half a character, written as an escape, in a key.
