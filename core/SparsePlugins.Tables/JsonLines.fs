/// A table as JSON lines: an object per row.
module internal SparsePlugins.Tables.JsonLines

open System
open System.IO
open System.Text.Encodings.Web
open System.Text.Json

/// JSON has no NaN and no infinity; readers of tables expect null in a column of numbers.
let private writeNumber (json: Utf8JsonWriter) (name: string) value =
    if Double.IsFinite value then
        json.WriteNumber(name, value)
    else
        json.WriteNull name

let private writeCell (json: Utf8JsonWriter) row (column: Column) =
    match column.Values with
    | Texts values -> json.WriteString(column.Name, values[row])
    | Integers values -> json.WriteNumber(column.Name, values[row])
    | OptionalIntegers values ->
        match Option.ofNullable values[row] with
        | Some value -> json.WriteNumber(column.Name, value)
        | None -> json.WriteNull column.Name
    | Numbers values -> writeNumber json column.Name values[row]

/// Lines that end in a line feed, UTF-8.
let bytes (table: Table) =
    use stream = new MemoryStream()

    use json =
        new Utf8JsonWriter(stream, JsonWriterOptions(Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping))

    for row in 0 .. table.Rows - 1 do
        json.WriteStartObject()
        table.Columns |> List.iter (writeCell json row)
        json.WriteEndObject()
        json.Flush()
        json.Reset()
        stream.WriteByte(byte '\n')

    stream.ToArray()
