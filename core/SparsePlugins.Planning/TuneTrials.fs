namespace SparsePlugins.Planning

open System
open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// The runs that try every combination of values.
module internal TuneTrials =
    /// The tried values, as those of axes are written.
    let private valuesOf (read: TuneRead) (texts: string list) =
        let label (key: TunedEntry) =
            key.Path.Replace(".with.", ".", StringComparison.Ordinal)

        List.map2 (fun key text -> { Key = label key; Value = text }) read.Over texts

    /// The cohorts of all trials: no tuned key decides the data, so those of every combination are the same but for their runs.
    let private cohorts (tried: (AxisValue list * Plan) list) : Cohort list =
        tried
        |> List.map (fun (values, plan) -> [ for cohort in plan.Cohorts -> values, cohort ])
        |> List.transpose
        |> List.map (fun group ->
            { snd group.Head with
                Runs =
                    [|
                        for values, cohort in group do
                            for run in cohort.Runs ->
                                { run with
                                    Values = [| yield! run.Values; yield! values |]
                                }
                    |]
            })

    let private trials (plans: Plan list) : Trial list =
        plans
        |> List.mapi (fun index plan -> [ for cohort in plan.Cohorts -> [ for run in cohort.Runs -> index, run ] ])
        |> List.transpose
        |> List.concat
        |> List.concat
        |> List.map (fun (candidate, run) -> { Candidate = candidate; Run = run })

    let private text (node: YamlNode) =
        match node.Value with
        | Scalar(text, _) -> text
        | Sequence _
        | Mapping _
        | Broken _ -> ""

    /// The plan of trials: one result per combination, and the comparison with the first of them.
    let accept (read: TuneRead) goal (tried: PlanResult list) (own: PlanResult) : PlanResult =
        let plans = tried |> List.choose (fun result -> Option.ofObj result.Plan)
        let texts = TunedTree.combinations read.Over |> List.map (List.map text)
        let comparison = (Option.ofObj own.Plan).Value

        let ofTrials =
            tried
            |> Seq.collect _.Warnings
            |> Seq.filter (fun warning -> warning.Path <> ManifestSchema.seeds.Name)

        {
            Plan =
                { comparison with
                    Name = comparison.Name + "-tuning"
                    Seeds = Array.ofList read.Seeds.Value
                    Dictionaries = [||]
                    Agreement = null
                    Cohorts = List.zip (texts |> List.map (valuesOf read)) plans |> cohorts |> Array.ofList
                }
            Tuning =
                {
                    Goal = goal
                    Seeds = Array.ofList read.Seeds.Value
                    Keys =
                        [|
                            for key in read.Over ->
                                {
                                    Path = key.Path
                                    Values = key.Values |> List.map text |> Array.ofList
                                }
                        |]
                    Candidates = [| for texts in texts -> Array.ofList texts |]
                    Trials = Array.ofList (trials plans)
                    Comparison = comparison
                }
            Problems = [||]
            Warnings = Seq.append own.Warnings ofTrials |> Seq.distinct |> Array.ofSeq
        }
