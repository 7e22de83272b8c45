namespace SparsePlugins.Planning

open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// From a located tree to a plan.
module internal PlanMaker =
    /// More would not be read.
    let private mostProblems = 100

    let private build order (draft: Draft) : Plan =
        let lists = ComparedLists.lists draft

        let baseline =
            match Draft.only draft.Baseline with
            | Some stated -> ComparedLists.find lists stated.Value
            | None -> Ok(ComparedLists.firstBaseline lists)

        {
            Name = Draft.only draft.Name
            Device = Draft.only draft.Device
            Seeds = Array.ofList (Draft.only draft.Seeds)
            Cohorts = Array.ofList (Cohorts.make order draft)
            Baseline = Result.defaultWith (Fault.text >> invalidOp) baseline
            Thresholds = Array.ofList (Cohorts.thresholds draft)
            Dictionaries = Array.ofList (StatedPaths.dictionaries draft.Root)
            Agreement =
                match Draft.only draft.Agreement with
                | { Value = true; Position = position } -> Option.toObj position
                | _ -> null
            Metrics = Cohorts.metrics draft draft.Settings.Variants.Head.Value
        }

    let refuse order (problems: Problem list) : PlanResult =
        let sorted =
            problems
            |> List.distinct
            |> List.sortBy (fun problem -> order problem.Position, problem.Path, problem.Message)

        let rest = sorted.Length - mostProblems

        let shown =
            if rest <= 0 then
                sorted
            else
                let last = sorted[mostProblems]

                List.truncate mostProblems sorted
                @ [
                    { last with
                        Path = ""
                        Fault = FurtherProblems rest
                    }
                ]

        {
            Plan = null
            Tuning = null
            Problems = Array.ofList shown
            Warnings = [||]
        }

    let private accept order (draft: Draft) : PlanResult =
        {
            Plan = build order draft
            Tuning = null
            Problems = [||]
            Warnings =
                Advice.give draft
                |> List.sortBy (fun warning -> order warning.Position)
                |> Array.ofList
        }

    let private planDraft order catalog (root: YamlNode) found : PlanResult =
        match DraftReader.read catalog root with
        | Error problems -> refuse order (found @ problems)
        | Ok(draft, unknown) ->
            match
                found
                @ unknown
                @ Draft.problems draft
                @ AxesTogether.check root
                @ Rules.check catalog draft
            with
            | [] -> accept order draft
            | problems -> refuse order problems

    /// `order` sorts positions as the manifest does; `found` is what was refused already.
    let plan order catalog (root: YamlNode) found : PlanResult =
        match Expansion.check root with
        | Some problem -> refuse order (problem :: found @ Problem.inTree root) // Reading would make every combination.
        | None -> planDraft order catalog root found
