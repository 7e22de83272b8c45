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

let private sample field : SampleFacts =
    {
        Rows = integer "rows" field
        Gamma = number "gamma" field
        MedianLength = number "median_length" field
        LongestLength = number "longest_length" field
    }

let private inputs field : InputFacts =
    {
        Center = text "center" field
        CenterLength = number "center_length" field
        Scale = text "scale" field
        SmallestFactor = number "smallest_factor" field
        LargestFactor = number "largest_factor" field
        LongestKept = number "longest_kept" field
        DroppedOfSample = integer "dropped_of_sample" field
        DroppedOfEvaluation = integer "dropped_of_evaluation" field
    }

let private orNull name read field =
    match field.Value.TryGetProperty(name: string) with
    | true, _ -> read (get name field)
    | false, _ -> null

let private data field : DataFacts =
    {
        EvaluationRows = integer "evaluation_rows" field
        EvaluationVaries = flag "evaluation_varies" field
        Survey = orNull "survey" survey field
        Sample = orNull "sample" sample field
        Inputs = orNull "inputs" inputs field
        Notes = list textOf "notes" field
    }

/// Records of versions that did not look at the data have no such field.
let read root : DataFacts | null = orNull "data" data root

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

let private writeSample (json: Utf8JsonWriter) (sample: SampleFacts) =
    json.WriteNumber("rows", sample.Rows)
    JsonText.number json "gamma" sample.Gamma
    JsonText.number json "median_length" sample.MedianLength
    JsonText.number json "longest_length" sample.LongestLength

let private writeInputs (json: Utf8JsonWriter) (inputs: InputFacts) =
    json.WriteString("center", inputs.Center)
    JsonText.number json "center_length" inputs.CenterLength
    json.WriteString("scale", inputs.Scale)
    JsonText.number json "smallest_factor" inputs.SmallestFactor
    JsonText.number json "largest_factor" inputs.LargestFactor
    JsonText.number json "longest_kept" inputs.LongestKept
    json.WriteNumber("dropped_of_sample", inputs.DroppedOfSample)
    json.WriteNumber("dropped_of_evaluation", inputs.DroppedOfEvaluation)

let private writeData (json: Utf8JsonWriter) (data: DataFacts) =
    json.WriteNumber("evaluation_rows", data.EvaluationRows)
    json.WriteBoolean("evaluation_varies", data.EvaluationVaries)

    match data.Survey with
    | null -> ()
    | survey -> JsonText.object json "survey" (fun () -> writeSurvey json survey)

    match data.Sample with
    | null -> ()
    | sample -> JsonText.object json "sample" (fun () -> writeSample json sample)

    match data.Inputs with
    | null -> ()
    | inputs -> JsonText.object json "inputs" (fun () -> writeInputs json inputs)

    json.WriteStartArray "notes"

    for note in data.Notes do
        json.WriteStringValue note

    json.WriteEndArray()

/// Nothing where nothing is known.
let write json (data: DataFacts | null) =
    match data with
    | null -> ()
    | data -> JsonText.object json "data" (fun () -> writeData json data)
