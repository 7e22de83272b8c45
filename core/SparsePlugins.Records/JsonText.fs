/// Writes JSON that is the same bytes everywhere: two spaces, `\n`, keys in the order they are written.
module SparsePlugins.Records.JsonText

open System
open System.Globalization
open System.IO
open System.Text
open System.Text.Encodings.Web
open System.Text.Json

let private options =
    JsonWriterOptions(Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)

/// One object, ended by a line end.
let write (body: Utf8JsonWriter -> unit) =
    use stream = new MemoryStream()

    using (new Utf8JsonWriter(stream, options)) (fun json ->
        json.WriteStartObject()
        body json
        json.WriteEndObject())

    Encoding.UTF8.GetString(stream.ToArray()) + "\n"

let object (json: Utf8JsonWriter) (name: string) body =
    json.WriteStartObject name
    body ()
    json.WriteEndObject()

/// A list of objects.
let objects (json: Utf8JsonWriter) (name: string) items body =
    json.WriteStartArray name

    for item in items do
        json.WriteStartObject()
        body item
        json.WriteEndObject()

    json.WriteEndArray()

/// The shortest digits that read back as the same number; text where JSON has none.
let private digits (value: float) =
    if Double.IsFinite value then
        value.ToString("R", CultureInfo.InvariantCulture)
    else
        $"\"{value.ToString CultureInfo.InvariantCulture}\""

let number (json: Utf8JsonWriter) (name: string) value =
    json.WritePropertyName name
    json.WriteRawValue(digits value)

let private line (json: Utf8JsonWriter) (name: string) (items: seq<string>) =
    json.WritePropertyName name
    json.WriteRawValue("[" + String.Join(",", items) + "]")

/// A list on one line, so that a difference between two files stays short.
let numbers json name (values: seq<float>) = line json name (Seq.map digits values)

/// A list on one line.
let integers json name (values: seq<int64>) =
    line json name (values |> Seq.map (fun value -> value.ToString CultureInfo.InvariantCulture))
