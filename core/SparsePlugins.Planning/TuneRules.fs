namespace SparsePlugins.Planning

open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// What must hold between `tune` and the rest of a manifest.
module internal TuneRules =
    let private mostCandidates = 1_000

    let path key = $"{TuneKeys.name}.{key}"

    let private count (read: TuneRead) =
        read.Over |> List.map (fun key -> float key.Values.Length) |> List.reduce (*)

    /// More combinations than a plan may have.
    let tooMany (read: TuneRead) : Problem list =
        if count read <= float mostCandidates then
            []
        else
            [
                Problem.at
                    read.Over.Head.Position
                    (path TuneKeys.over)
                    $"asks for {Numerals.number (count read)} combinations; at most {mostCandidates} are allowed, so shorten a list"
            ]

    /// Seeds that tuning and the comparison would share.
    let reused (read: TuneRead) (comparison: Plan) : Problem list =
        match read.Seeds.Value |> List.filter (fun seed -> Seq.contains seed comparison.Seeds) with
        | [] -> []
        | seed :: _ ->
            [
                Problem.at
                    read.SeedsNode.Position
                    (path TuneKeys.seeds)
                    $"the seed {seed} is one of the comparison's, where settings chosen on it would look too good; list others, such as [101, 102, 103]"
            ]

    let private listed (plan: Plan) =
        [ for metric in plan.Cohorts[0].Runs[0].Spec.Metrics -> metric.Component.Name ]

    let private better (catalog: Catalog) name =
        catalog.TryFind(Metric, name)
        |> Option.toList
        |> Seq.collect _.Measurements
        |> Seq.tryFind (fun measured -> measured.Name = name)
        |> Option.map _.Better
        |> Option.defaultValue Direction.Neither

    /// What decides, or why it can't.
    let goal catalog (read: TuneRead) (comparison: Plan) : Result<TuningGoal, Fault> =
        let unlisted name =
            UnknownName("listed metric", name, listed comparison, "; list it under metrics")

        match read.By.Value with
        | ByThreshold threshold when List.contains threshold.Metric (listed comparison) -> Ok(FewestSteps threshold)
        | ByThreshold threshold -> Error(unlisted threshold.Metric)
        | ByMetric name when not (List.contains name (listed comparison)) -> Error(unlisted name)
        | ByMetric name ->
            match better catalog name with
            | Direction.Higher -> Ok(BestEnd(name, true))
            | Direction.Lower -> Ok(BestEnd(name, false))
            | Direction.Neither ->
                Error(Rule $"{name} is neither better when higher nor when lower; choose by one that is, such as 'fvu'")
