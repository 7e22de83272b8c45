namespace SparsePlugins.Planning

open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// Thresholds name metrics that are measured, and ask for what can happen.
module internal ThresholdRules =
    /// A threshold, where it stands.
    type private Entry =
        {
            Key: string
            Position: Position
            Threshold: Threshold
        }

        member entry.Problem message =
            Problem.at entry.Position entry.Key message

    let private stopKey = TrainingKeys.path TrainingKeys.stopWhen

    let private entries (setting: Setting) =
        let at key (stated: Stated<'T>) (thresholds: 'T -> Threshold list) =
            match stated.Position with
            | Some position ->
                thresholds stated.Value
                |> List.map (fun threshold ->
                    {
                        Key = key
                        Position = position
                        Threshold = threshold
                    })
            | None -> []

        at stopKey setting.Training.StopWhen Option.toList
        @ at (EvaluationKeys.path EvaluationKeys.thresholds) setting.Evaluation.Thresholds id

    let private all (draft: Draft) =
        draft.Settings.Variants
        |> List.collect (fun variant -> entries variant.Value)
        |> List.distinct

    let private unlisted (catalog: Catalog) (listed: ListedMetric list) name =
        let names = listed |> List.map _.Name

        let exists = catalog.TryFind(Metric, name).IsSome

        match MetricNames.ownerOf listed name with
        | Some owner when not exists || MetricNames.gives name owner ->
            let owner = owner.Name
            Rule $"'{name}' is a further measurement of {owner}; a threshold means a metric's first, '{owner}'"
        | Some _
        | None ->
            let advice = if exists then "; list it under metrics" else ""
            UnknownName("listed metric", name, names, advice)

    /// Why a bound can't be reached, or holds always.
    let private outside (measured: MeasurementSchema) (threshold: Threshold) =
        let number = Numerals.number

        match threshold.Crossing with
        | AtLeast when threshold.Value > measured.Most ->
            Some
                $"'{threshold}' is never reached, as {measured.Name} is at most {number measured.Most}; give a value of at most that"
        | AtMost when threshold.Value < measured.Least ->
            Some
                $"'{threshold}' is never reached, as {measured.Name} is at least {number measured.Least}; give a value of at least that"
        | AtLeast when threshold.Value <= measured.Least ->
            Some
                $"'{threshold}' always holds, as {measured.Name} is at least {number measured.Least}; give a value above that"
        | AtMost when threshold.Value >= measured.Most ->
            Some
                $"'{threshold}' always holds, as {measured.Name} is at most {number measured.Most}; give a value below that"
        | AtLeast
        | AtMost -> None

    /// The same bound the other way round, where a threshold asks for the worse direction.
    let private reversed (measured: MeasurementSchema) (threshold: Threshold) =
        match threshold.Crossing, measured.Better with
        | AtLeast, Direction.Lower -> Some("lower", { threshold with Crossing = AtMost })
        | AtMost, Direction.Higher -> Some("higher", { threshold with Crossing = AtLeast })
        | AtLeast, (Direction.Higher | Direction.Neither)
        | AtMost, (Direction.Lower | Direction.Neither) -> None

    let private declared (listed: ListedMetric list) name =
        listed
        |> List.tryFind (fun metric -> metric.Name = name)
        |> Option.bind (fun metric ->
            metric.Entered.Schema.Measurements
            |> Seq.tryFind (fun measurement -> measurement.Name = name))

    let private impossible (measured: MeasurementSchema) (entry: Entry) =
        match outside measured entry.Threshold, reversed measured entry.Threshold with
        | Some message, _ -> [ entry.Problem message ]
        | None, Some(better, other) when entry.Key = stopKey ->
            [
                entry.Problem
                    $"{measured.Name} is better when {better}, so '{entry.Threshold}' would stop the runs that do worse; write {other}"
            ]
        | None, Some _
        | None, None -> []

    let private problemsOf catalog (listed: ListedMetric list) (entry: Entry) =
        if listed |> List.exists (fun metric -> metric.Name = entry.Threshold.Metric) then
            declared listed entry.Threshold.Metric
            |> Option.toList
            |> List.collect (fun measured -> impossible measured entry)
        else
            [
                Problem.because (unlisted catalog listed entry.Threshold.Metric) entry.Position entry.Key
            ]

    /// Thresholds of what isn't measured, or that can't be meant.
    let problems catalog (draft: Draft) : Problem list =
        if Draft.isWhole draft.Metrics then
            all draft |> List.collect (problemsOf catalog (Draft.listed draft.Metrics))
        else
            []

    /// Thresholds of reports that the worse direction reaches.
    let warnings (draft: Draft) : Problem list =
        let listed = Draft.listed draft.Metrics

        [
            for entry in all draft do
                match
                    declared listed entry.Threshold.Metric
                    |> Option.bind (fun measured -> reversed measured entry.Threshold)
                with
                | Some(better, other) ->
                    entry.Problem
                        $"{entry.Threshold.Metric} is better when {better}, and reports take the run that crosses first for the faster one; did you mean '{other}'?"
                | None -> ()
        ]
