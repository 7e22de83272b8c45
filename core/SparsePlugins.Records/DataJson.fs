/// What a record says about the data, as JSON text.
module internal SparsePlugins.Records.DataJson

open System.Text.Json
open SparsePlugins.Records.JsonFields

let private survey field : SurveyFacts =
    {
        Rows = integer "rows" field
        TrainingRows = integer "training_rows" field
        HeldOutRows = integer "held_out_rows" field
        DistinctRows = integer "distinct_rows" field
        MostCopies = integer "most_copies" field
        RowsOfEarlierFiles = integer "rows_of_earlier_files" field
        ZeroRows = integer "zero_rows" field
        ShortestLength = number "shortest_length" field
        LongestLength = number "longest_length" field
        VarianceOfLongest = number "variance_of_longest" field
    }

let private data field : DataFacts =
    {
        EvaluationRows = integer "evaluation_rows" field
        EvaluationVaries = flag "evaluation_varies" field
        Survey =
            match field.Value.TryGetProperty "survey" with
            | true, _ -> survey (get "survey" field)
            | false, _ -> null
        Notes = list textOf "notes" field
    }

/// Records of versions that did not look at the data have no such field.
let read root : DataFacts | null =
    match root.Value.TryGetProperty "data" with
    | true, _ -> data (get "data" root)
    | false, _ -> null

let private writeSurvey (json: Utf8JsonWriter) (survey: SurveyFacts) =
    json.WriteNumber("rows", survey.Rows)
    json.WriteNumber("training_rows", survey.TrainingRows)
    json.WriteNumber("held_out_rows", survey.HeldOutRows)
    json.WriteNumber("distinct_rows", survey.DistinctRows)
    json.WriteNumber("most_copies", survey.MostCopies)
    json.WriteNumber("rows_of_earlier_files", survey.RowsOfEarlierFiles)
    json.WriteNumber("zero_rows", survey.ZeroRows)
    JsonText.number json "shortest_length" survey.ShortestLength
    JsonText.number json "longest_length" survey.LongestLength
    JsonText.number json "variance_of_longest" survey.VarianceOfLongest

let private writeData (json: Utf8JsonWriter) (data: DataFacts) =
    json.WriteNumber("evaluation_rows", data.EvaluationRows)
    json.WriteBoolean("evaluation_varies", data.EvaluationVaries)

    match data.Survey with
    | null -> ()
    | survey -> JsonText.object json "survey" (fun () -> writeSurvey json survey)

    json.WriteStartArray "notes"

    for note in data.Notes do
        json.WriteStringValue note

    json.WriteEndArray()

/// Nothing where nothing is known.
let write json (data: DataFacts | null) =
    match data with
    | null -> ()
    | data -> JsonText.object json "data" (fun () -> writeData json data)
