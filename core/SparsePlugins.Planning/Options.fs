namespace SparsePlugins.Planning

open System.Collections.Generic
open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// The options of a component, or every problem.
type OptionsResult =
    {
        /// Null when there are problems.
        Spec: ComponentSpec | null
        Problems: IReadOnlyList<Problem>
    }

/// Reads the options of one component without a manifest, by the rules of manifests.
[<AbstractClass; Sealed>]
type Options =
    static member private Refused(problems: Problem list) : OptionsResult =
        {
            Spec = null
            Problems = Array.ofList problems
        }

    static member private Of(schema: ComponentSchema, node: YamlNode) : OptionsResult =
        let read =
            Axes.fixedly
                "'each' can't stand here: one component is made"
                Place.root
                (ComponentReader.read { Components = [| schema |] } schema.Kind KeySection.none)
                node

        match read.Problems @ Problem.inTree node, read.Variants with
        | [], [ { Value = entered, () } ] ->
            match IdleOptions.ofComponent entered with
            | [] -> { Spec = entered.Spec; Problems = [||] }
            | idle -> Options.Refused idle
        | problems, _ -> Options.Refused problems

    /// What the component is made with where `stated`, as in `ratio=0.2`, are stated and all else has its default. What an option of the
    /// manifest or of an architecture would decide is not asked.
    static member Read(schema: ComponentSchema, stated: IReadOnlyList<string>) : OptionsResult =
        let place = { File = ""; Line = 1; Column = 1 }

        let name: YamlNode =
            {
                Position = place
                Value = Scalar(schema.Name, true)
            }

        let entry: YamlEntry =
            {
                Key = "use"
                KeyPosition = place
                Value = name
            }

        let alone: YamlNode =
            {
                Position = place
                Value = Mapping [ entry ]
            }

        let add (node, problems) text =
            match Override.apply ("with." + text) node with
            | Ok changed -> changed, problems
            | Error found -> node, problems @ found

        match Seq.fold add (alone, []) stated with
        | node, [] -> Options.Of(schema, node)
        | _, problems -> Options.Refused problems
