/// What a record says about the trained dictionary, as JSON text.
module internal SparsePlugins.Records.DictionaryJson

open System.Text.Json
open SparsePlugins.Records.JsonFields

let private matches field : MatchFacts =
    {
        TrueFeatures = count "true_features" field
        Cosines = counts "cosines" field
        Found = numbers "found" field
    }

let private atoms field : AtomFacts =
    {
        Width = count "width" field
        Features = counts "features" field
        Values = text "values" field
    }

let private orNull name read field =
    match field.Value.TryGetProperty(name: string) with
    | true, _ -> read (get name field)
    | false, _ -> null

let private dictionary field : DictionaryFacts =
    {
        Never = count "never" field
        Densities = counts "densities" field
        Matches = orNull "matches" matches field
        Atoms = orNull "atoms" atoms field
    }

/// Null in records of versions that did not look at it.
let read root : DictionaryFacts | null = orNull "dictionary" dictionary root

let private writeMatches (json: Utf8JsonWriter) (matches: MatchFacts) =
    json.WriteNumber("true_features", matches.TrueFeatures)
    JsonText.integers json "cosines" (Seq.map int64 matches.Cosines)
    JsonText.numbers json "found" matches.Found

let private writeAtoms (json: Utf8JsonWriter) (atoms: AtomFacts) =
    json.WriteNumber("width", atoms.Width)
    JsonText.integers json "features" (Seq.map int64 atoms.Features)
    json.WriteString("values", atoms.Values)

let private writeFacts (json: Utf8JsonWriter) (facts: DictionaryFacts) =
    json.WriteNumber("never", facts.Never)
    JsonText.integers json "densities" (Seq.map int64 facts.Densities)

    match facts.Matches with
    | null -> ()
    | matches -> JsonText.object json "matches" (fun () -> writeMatches json matches)

    match facts.Atoms with
    | null -> ()
    | atoms -> JsonText.object json "atoms" (fun () -> writeAtoms json atoms)

/// Nothing where nothing is known.
let write json (facts: DictionaryFacts | null) =
    match facts with
    | null -> ()
    | facts -> JsonText.object json "dictionary" (fun () -> writeFacts json facts)
