/// The numbers of a page as JSON, short enough for thousands of features.
module internal SparsePlugins.FeaturePages.PageData

open System
open System.Collections.Generic
open System.IO
open System.Text
open System.Text.Json

/// Three digits, which is what the page prints.
let private rounded (value: float) =
    if value = 0.0 || not (Double.IsFinite value) then
        0.0
    else
        Double.Parse(
            value.ToString("G3", Globalization.CultureInfo.InvariantCulture),
            Globalization.CultureInfo.InvariantCulture
        )

/// Each code as a digit from 0, which doesn't fire, to 9, the feature's largest magnitude; as a letter from a to i where it is below 0.
let private shades most (codes: float seq) =
    let shade code =
        let level = ceil (9.0 * abs code / abs most) |> max 1.0 |> min 9.0 |> int

        if code = 0.0 || most = 0.0 then '0'
        elif code > 0.0 then char (int '0' + level)
        else char (int 'a' + level - 1)

    String(codes |> Seq.map shade |> Array.ofSeq)

let private list (json: Utf8JsonWriter) (write: 'T -> unit) (items: 'T seq) =
    json.WriteStartArray()
    Seq.iter write items
    json.WriteEndArray()

let private passage (json: Utf8JsonWriter) (places: IReadOnlyDictionary<int, int>) most (passage: Passage) =
    json.WriteStartArray()
    json.WriteNumberValue passage.Peak
    json.WriteNumberValue(rounded passage.Codes[passage.Peak])
    json.WriteStringValue(shades most passage.Codes)
    list json (fun token -> json.WriteNumberValue places[token]) passage.Tokens
    json.WriteEndArray()

let private effects (json: Utf8JsonWriter) (places: IReadOnlyDictionary<int, int>) (effects: TokenEffect seq) =
    json.WriteStartArray()

    for effect in effects do
        json.WriteNumberValue places[effect.Token]
        json.WriteNumberValue(rounded effect.Effect)

    json.WriteEndArray()

let private twins (json: Utf8JsonWriter) (twins: Twin seq) =
    json.WriteStartArray()

    for twin in twins do
        json.WriteNumberValue twin.Dictionary
        json.WriteNumberValue twin.Feature
        json.WriteNumberValue(Math.Round(twin.Cosine, 3))

    json.WriteEndArray()

let private feature (json: Utf8JsonWriter) places (feature: Feature) =
    json.WriteStartArray()
    json.WriteNumberValue(rounded feature.Density)
    json.WriteNumberValue(rounded feature.Most)
    list json (fun (count: int) -> json.WriteNumberValue count) feature.Histogram
    list json (passage json places feature.Most) feature.Passages
    effects json places feature.Promoted
    effects json places feature.Suppressed

    twins
        json
        (match feature.Truth with
         | null -> []
         | truth -> [ truth ])

    twins json feature.Twins
    json.WriteStringValue feature.Atom
    json.WriteNumberValue(rounded feature.Least)
    json.WriteEndArray()

/// `<` and `&` are written as numbers, so nothing in a token can end the script that holds it.
let render (book: FeatureBook) =
    use stream = new MemoryStream()
    use json = new Utf8JsonWriter(stream)
    let ids = book.Tokens.Keys |> Seq.sort |> Array.ofSeq
    let places = ids |> Seq.mapi (fun place id -> id, place) |> dict |> Dictionary
    json.WriteStartObject()
    json.WriteNumber("rows", book.Rows)
    json.WritePropertyName "tokens"
    list json (fun (id: int) -> json.WriteStringValue book.Tokens[id]) ids
    json.WritePropertyName "others"
    list json (fun (name: string) -> json.WriteStringValue name) book.Others
    json.WritePropertyName "frequencies"
    list json (fun frequency -> json.WriteNumberValue(rounded frequency)) book.Frequencies
    json.WritePropertyName "shape"
    list json (fun (side: int) -> json.WriteNumberValue side) book.Shape
    json.WritePropertyName "features"
    list json (feature json places) book.Features
    json.WriteEndObject()
    json.Flush()
    Encoding.UTF8.GetString(stream.ToArray())
