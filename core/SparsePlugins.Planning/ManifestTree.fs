namespace SparsePlugins.Planning

open System
open System.Collections.Generic
open YamlDotNet.Core
open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

[<AutoOpen>]
module private TunedManifest =
    /// A manifest that tunes, and what its `tune` says.
    let (|Tuned|_|) (root: YamlNode) =
        Tree.entries root |> OptionReader.tryEntry TuneKeys.name |> Option.map _.Value

/// A manifest, parsed once: where everything stands, with the overrides in place. It names the plugins to load, and is planned with what
/// they offer.
[<Sealed>]
type ManifestTree private (files: string list, root: Result<YamlNode, Problem list>, found: Problem list) =
    /// As the manifest and then the overrides have them.
    let order (position: Position) =
        (files |> List.tryFindIndex ((=) position.File) |> Option.defaultValue 0), position.Line, position.Column

    static let locate file (mark: Mark) =
        {
            File = file
            Line = max 1 (int mark.Line)
            Column = max 1 (int mark.Column)
        }

    static let overridden (overrides: string seq) (root: YamlNode) =
        let add (root, problems) text =
            match Override.apply text root with
            | Ok changed -> changed, problems
            | Error found -> root, problems @ found

        Seq.fold add (root, []) overrides

    /// `file` names the manifest in problems; `bytes` is its content; `overrides` are `path=value`, as after `--set`. Whatever the bytes,
    /// there is a tree; what is wrong with them is for `Plan` to say.
    static member Parse(file: string, bytes: ReadOnlyMemory<byte>, overrides: IReadOnlyList<string>) : ManifestTree =
        let files = file :: (overrides |> Seq.map Override.file |> List.ofSeq)

        match SourceText.decode file bytes with
        | Error misreadings -> ManifestTree(files, Error(misreadings |> List.map Problem.ofText), [])
        | Ok text ->
            let root, found = YamlReader.read (locate file) true text |> overridden overrides

            ManifestTree(files, Ok root, found)

    /// The plugins that the manifest brings along: they are loaded first, as what they offer is part of the catalog.
    member _.Plugins: IReadOnlyList<StatedPlugin> =
        match root with
        | Ok root -> StatedPaths.plugins root |> Array.ofList :> _
        | Error _ -> [||]

    /// Checks the manifest whole, and plans its runs: a plan, or every problem. Where it tunes, the runs are the trials.
    member _.Plan(catalog: Catalog) : PlanResult =
        match root with
        | Ok(Tuned tune & root) -> TunePlanner.plan order catalog root found tune
        | Ok root -> PlanMaker.plan order catalog root found
        | Error problems -> PlanMaker.refuse order problems

    /// Plans the comparison of a manifest that tunes, every variant with what was chosen for it.
    member tree.PlanChosen(catalog: Catalog, chosen: IReadOnlyList<ChosenSetting>) : PlanResult =
        match root with
        | Ok(Tuned tune & root) -> TunePlanner.planChosen order catalog root found tune chosen
        | Ok _
        | Error _ -> tree.Plan catalog
