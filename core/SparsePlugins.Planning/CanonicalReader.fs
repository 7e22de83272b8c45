namespace SparsePlugins.Planning

open System
open System.Collections.Generic
open System.Text.Json
open System.Text.RegularExpressions
open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// Keys of the canonical text that no manifest has.
module internal Canon =
    /// The names of a component's options that change neither rows nor results.
    [<Literal>]
    let neutral = "neutral"

/// Reads the canonical text of a run.
module internal CanonicalReader =
    let private fail path message : 'T =
        raise (FormatException $"the text of a run is not as this version writes it: {path} {message}")

    /// A value and its path from the root.
    type private Element = { Path: string; Json: JsonElement }

    let private requireObject (element: Element) =
        if element.Json.ValueKind <> JsonValueKind.Object then
            fail (if element.Path = "" then "it" else element.Path) "is not an object"

    let private get (name: string) (parent: Element) =
        requireObject parent
        let path = if parent.Path = "" then name else $"{parent.Path}.{name}"

        match parent.Json.TryGetProperty name with
        | true, json -> { Path = path; Json = json }
        | false, _ -> fail path "is missing"

    let private text (element: Element) =
        if element.Json.ValueKind = JsonValueKind.String then
            string (element.Json.GetString())
        else
            fail element.Path "is not text"

    let private items (element: Element) =
        if element.Json.ValueKind = JsonValueKind.Array then
            element.Json.EnumerateArray()
            |> Seq.mapi (fun index json ->
                {
                    Path = $"{element.Path}[{index}]"
                    Json = json
                })
            |> List.ofSeq
        else
            fail element.Path "is not a list"

    /// A number without a fraction is a whole number: what the option's type makes of it is not written.
    let rec private value (element: Element) : OptionValue =
        match element.Json.ValueKind with
        | JsonValueKind.True -> FlagValue true
        | JsonValueKind.False -> FlagValue false
        | JsonValueKind.String -> TextValue(text element)
        | JsonValueKind.Array -> ListValue(items element |> List.map value)
        | JsonValueKind.Number ->
            match element.Json.TryGetInt64() with
            | true, whole -> IntegerValue whole
            | false, _ -> NumberValue(element.Json.GetDouble())
        | _ -> fail element.Path "is no value of an option"

    let rec private fits optionType (form: TextForm option) value =
        match optionType, value with
        | Integer(least, most), IntegerValue value -> least <= value && value <= most
        | Number(least, most), NumberValue value -> least <= value && value <= most
        | Choice names, TextValue text -> Seq.contains text names
        | Text, TextValue text ->
            form
            |> Option.forall (fun form -> Regex.IsMatch(text, form.Pattern, RegexOptions.CultureInvariant))
        | Many element, ListValue items -> items |> Seq.forall (fits element form)
        | _ -> false

    /// The value of a key, which is a number, a word, a threshold or a list of such; null is written for none.
    let private stated (parent: Element) (field: KeyField) : string * Stated<OptionValue> =
        let element = get field.Option.Name parent

        let value =
            if element.Json.ValueKind = JsonValueKind.Null then
                field.Option.Default
                |> Option.ofObj
                |> Option.defaultWith (fun () -> fail element.Path "has no value")
            else
                OptionText.normalize field.Option.Type (value element)

        if fits field.Option.Type field.Form value then
            field.Option.Name, { Value = value; Position = None }
        else
            fail element.Path (ScalarReader.rule field)

    /// Keys that came later are written only where they differ from their defaults.
    let private grownSection (later: KeyField list) (section: KeySection<'T>) (element: Element) : 'T =
        let isLeftOut (field: KeyField) =
            later |> List.exists (fun later -> later.Option.Name = field.Option.Name)
            && not (fst (element.Json.TryGetProperty field.Option.Name))

        let value (field: KeyField) =
            match field.Option.Default with
            | null -> stated element field
            | fallback when isLeftOut field -> field.Option.Name, { Value = fallback; Position = None }
            | _ -> stated element field

        section.Fields |> List.map value |> Map.ofList |> section.Read

    let private section (section: KeySection<'T>) (element: Element) : 'T = grownSection [] section element

    let private training (element: Element) : TrainingSpec =
        grownSection TrainingKeys.later TrainingKeys.section element
        |> TrainingKeys.spec

    /// None where the component has no such option.
    let private neutral (element: Element) =
        match element.Json.TryGetProperty Canon.neutral with
        | true, _ -> get Canon.neutral element |> items |> List.map text
        | false, _ -> []

    let private componentOf kind (element: Element) : ComponentSpec =
        let options = get "with" element

        requireObject options
        let name = get "use" element |> text

        {
            Kind = kind
            Name = name
            Options =
                [|
                    for option in options.Json.EnumerateObject() ->
                        KeyValuePair(
                            option.Name,
                            value
                                {
                                    Path = $"{options.Path}.{option.Name}"
                                    Json = option.Value
                                }
                        )
                |]
            OptionPositions = Dictionary()
            InputPaths = HashSet()
            Neutral = HashSet(neutral element)
            Label = name
            Position = { File = ""; Line = 1; Column = 1 }
            Path = element.Path
        }

    let private reinitializer (element: Element) : ReinitializerSpec | null =
        if element.Json.ValueKind = JsonValueKind.Null then
            null
        else
            let revival = grownSection [ RevivalKeys.until.Field ] RevivalKeys.section element

            {
                Component = componentOf Reinitializer element
                Every = revival.Every.Value
                DeadAfter = revival.DeadAfter.Value
                WarmUp = revival.WarmUp.Value
                Until = revival.Until.Value
            }

    /// The keys are written together, and only where one of them differs from its default.
    let private inputs (element: Element) : InputSpec =
        match element.Json.TryGetProperty InputKeys.center.Name with
        | true, _ -> section InputKeys.section element |> InputKeys.spec
        | false, _ -> InputSpec.Raw

    let private metric (element: Element) : MetricSpec =
        let measuring = section MeasuringKeys.section element

        {
            Component = componentOf Metric element
            Every =
                match measuring.Every with
                | Some every -> every
                | None -> fail element.Path "has no cadence"
        }

    let private seed (element: Element) =
        match element.Json.ValueKind, lazy element.Json.TryGetInt64() with
        | JsonValueKind.Number, Lazy(true, seed) -> seed
        | _ -> fail element.Path "is not a whole number"

    let run (json: JsonElement) : RunSpec =
        let root = { Path = ""; Json = json }
        let autoencoder = get "autoencoder" root

        {
            Seed = get "seed" root |> seed
            Source = get "source" root |> componentOf Source
            Inputs = get "source" root |> inputs
            Autoencoder =
                {
                    Features = (section AutoencoderKeys.section autoencoder).Features.Value
                    Architecture = componentOf Architecture autoencoder
                }
            Training = get "training" root |> training
            Evaluation =
                {
                    Samples = get "evaluation" root |> section EvaluationKeys.ofRun
                }
            Initializer = get "initializer" root |> componentOf ComponentKind.Initializer
            Reinitializer = get "reinitializer" root |> reinitializer
            Metrics = get "metrics" root |> items |> List.map metric |> Array.ofList
        }
