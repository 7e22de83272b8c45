namespace SparsePlugins.Planning

open System
open System.Collections.Generic
open YamlDotNet.Core

/// Turns a manifest into a plan.
[<AbstractClass; Sealed>]
type Planner =
    /// More would not be read.
    static member private MostProblems = 100

    static member private Locate file (mark: Mark) =
        {
            File = file
            Line = max 1 (int mark.Line)
            Column = max 1 (int mark.Column)
        }

    static member private WithOverrides (overrides: string list) (root: Node) =
        let add (root, problems) text =
            match Override.apply text root with
            | Ok changed -> changed, problems
            | Error found -> root, problems @ found

        List.fold add (root, []) overrides

    static member private Read file text (overrides: IReadOnlyList<string>) =
        YamlReader.read (Planner.Locate file) true text
        |> Planner.WithOverrides(List.ofSeq overrides)

    static member private PluginsOf(root: Node) : StatedPlugin list =
        let place = Place.key ManifestSchema.pluginsKey Place.root

        let stated (place: Place) (node: Node) =
            match node.Value with
            | Scalar(text, _) when text.Trim() <> "" && not (Tree.(|Missing|_|) node) ->
                [
                    {
                        Path = text
                        Key = place.Path
                        Position = node.Position
                    }
                ]
            | Scalar _
            | Sequence _
            | Mapping _
            | Broken _ -> []

        match OptionReader.tryEntry ManifestSchema.pluginsKey (Tree.entries root) with
        | Some({ Value = { Value = Sequence items } }) ->
            items
            |> List.mapi (fun index item -> stated (Place.item index place) item)
            |> List.concat
        | Some entry -> stated place entry.Value
        | None -> []

    static member private Build order (draft: Draft) : Plan =
        let lists = Members.lists draft

        let baseline =
            match Draft.only draft.Baseline with
            | Some { Value = TextValue text } -> Members.find lists text
            | Some _
            | None -> Ok(Members.firstBaseline lists)

        {
            Name = Draft.only draft.Name
            Device =
                match Draft.only draft.Device with
                | "cpu" -> Cpu
                | "cuda" -> Cuda
                | _ -> Auto
            Seeds = Array.ofList (Draft.only draft.Seeds)
            Cohorts = Array.ofList (Cohorts.make order draft)
            Baseline = Result.defaultWith invalidOp baseline
            Thresholds = Array.ofList (Cohorts.thresholds draft)
        }

    static member private Refuse order (problems: Problem list) : PlanResult =
        let sorted =
            problems
            |> List.distinct
            |> List.sortBy (fun problem -> order problem.Position, problem.Path, problem.Message)

        let rest = sorted.Length - Planner.MostProblems

        let shown =
            if rest <= 0 then
                sorted
            else
                let last = sorted[Planner.MostProblems]

                List.truncate Planner.MostProblems sorted
                @ [
                    { last with
                        Path = ""
                        Message = $"and {rest} more problems from here on"
                    }
                ]

        {
            Plan = null
            Problems = Array.ofList shown
            Warnings = [||]
        }

    static member private Accept order (draft: Draft) : PlanResult =
        {
            Plan = Planner.Build order draft
            Problems = [||]
            Warnings =
                Advice.give draft
                |> List.sortBy (fun warning -> order warning.Position)
                |> Array.ofList
        }

    static member private PlanTree order catalog (root: Node) found : PlanResult =
        match Expansion.check root with
        | Some problem -> Planner.Refuse order (problem :: found @ Tree.problems root) // Reading would make every combination.
        | None -> Planner.PlanDraft order catalog root found

    static member private PlanDraft order catalog (root: Node) found : PlanResult =
        match Draft.read catalog root with
        | Error problems -> Planner.Refuse order (found @ problems)
        | Ok(draft, unknown) ->
            match
                found
                @ unknown
                @ Draft.problems draft
                @ AxesTogether.check root
                @ Rules.check catalog draft
            with
            | [] -> Planner.Accept order draft
            | problems -> Planner.Refuse order problems

    /// Checks a manifest whole, and plans its runs.
    /// `file` names the manifest in problems; `bytes` is its content; `overrides` are `path=value`, as after `--set`.
    /// Whatever the bytes, the answer is a plan or a list of problems.
    static member Plan
        (catalog: Catalog, file: string, bytes: ReadOnlyMemory<byte>, overrides: IReadOnlyList<string>)
        : PlanResult =
        let files = file :: (overrides |> Seq.map Override.file |> List.ofSeq)

        let order (position: Position) =
            (files |> List.tryFindIndex ((=) position.File) |> Option.defaultValue 0), position.Line, position.Column

        match SourceText.decode file bytes with
        | Error problems -> Planner.Refuse order problems
        | Ok text ->
            let root, problems = Planner.Read file text overrides
            Planner.PlanTree order catalog root problems

    /// The plugins that a manifest brings along: they are loaded first, as what they offer is part of the catalog.
    /// What is wrong with the manifest, also at this key, is for `Plan` to say.
    static member Plugins
        (file: string, bytes: ReadOnlyMemory<byte>, overrides: IReadOnlyList<string>)
        : IReadOnlyList<StatedPlugin> =
        let mentions (text: string) =
            text.Contains(ManifestSchema.pluginsKey, StringComparison.Ordinal)

        match SourceText.decode file bytes with
        | Ok text when mentions text || Seq.exists mentions overrides ->
            Planner.Read file text overrides |> fst |> Planner.PluginsOf |> Array.ofList :> _
        | Ok _
        | Error _ -> [||]
