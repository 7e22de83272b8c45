namespace SparsePlugins.Planning

open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// Plans manifests that tune: first the trials, then the comparison with what they chose.
module internal TunePlanner =
    let private planRead order catalog (root: YamlNode) found (read: TuneRead) : PlanResult =
        let plan tree = PlanMaker.plan order catalog tree found

        let combinations = TunedTree.combinations read.Over

        let tried =
            combinations
            |> List.map (fun values -> plan (TunedTree.trying read values root))

        let own = plan (TunedTree.withValues read combinations.Head root)

        match own :: tried |> List.collect (fun result -> List.ofSeq result.Problems), own.Plan with
        | [], NonNull comparison ->
            match TuneRules.reused read comparison, TuneRules.goal catalog read comparison with
            | [], Ok goal -> TuneTrials.accept read goal tried own
            | reused, Ok _ -> PlanMaker.refuse order reused
            | reused, Error fault ->
                let position = read.By.Position |> Option.defaultValue root.Position
                PlanMaker.refuse order (Problem.because fault position (TuneRules.path TuneKeys.by.Name) :: reused)
        | problems, _ -> PlanMaker.refuse order problems

    /// The trials of a manifest with this value of `tune`.
    let plan order catalog (root: YamlNode) found (tune: YamlNode) : PlanResult =
        let read = TuneReader.read tune

        let refused =
            match read.Variants with
            | [] -> read.Problems
            | { Value = read } :: _ -> TuneRules.tooMany read @ TunedTree.axes read root @ TunedTree.owned read root

        match refused, read.Variants with
        | [], { Value = read } :: _ -> planRead order catalog root found read
        | _ ->
            let rest = PlanMaker.plan order catalog (TunedTree.without TuneKeys.name root) found
            PlanMaker.refuse order (refused @ List.ofSeq rest.Problems)

    let private chosenRun (chosen: ChosenSetting seq) (plans: Map<int, Plan>) cohort index (run: PlannedRun) =
        match chosen |> Seq.tryFind (fun one -> one.IsOf run) with
        | Some one -> plans[one.Candidate].Cohorts[cohort].Runs[index]
        | None -> invalidArg (nameof chosen) $"there is no choice for {run.Initializer}, {run.Reinitializer}"

    /// The comparison, every variant with what was chosen for it.
    let planChosen order catalog (root: YamlNode) found (tune: YamlNode) (chosen: ChosenSetting seq) : PlanResult =
        let read = (TuneReader.read tune).Variants.Head.Value
        let combinations = TunedTree.combinations read.Over |> Array.ofList

        let results =
            chosen
            |> Seq.map _.Candidate
            |> Seq.distinct
            |> Seq.map (fun candidate ->
                candidate, PlanMaker.plan order catalog (TunedTree.withValues read combinations[candidate] root) found)
            |> List.ofSeq

        let first = snd results.Head

        match first.Plan with
        | null -> first
        | plan ->
            let plans =
                Map.ofList
                    [
                        for candidate, result in results -> candidate, (Option.ofObj result.Plan).Value
                    ]

            { first with
                Plan =
                    { plan with
                        Cohorts =
                            plan.Cohorts
                            |> Seq.mapi (fun place cohort ->
                                { cohort with
                                    Runs = cohort.Runs |> Seq.mapi (chosenRun chosen plans place) |> Array.ofSeq
                                })
                            |> Array.ofSeq
                    }
            }
