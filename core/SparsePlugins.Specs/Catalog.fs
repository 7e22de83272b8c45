namespace SparsePlugins.Specs

open System
open System.Collections.Generic

/// What a component is for; a manifest names components by kind and name.
type ComponentKind =
    | Source
    | Architecture
    | Initializer
    | Reinitializer
    | Metric

/// The value of an option, as checked.
type OptionValue =
    | FlagValue of bool
    | IntegerValue of int64
    | NumberValue of float
    | TextValue of string
    | ListValue of IReadOnlyList<OptionValue>

/// What an option accepts; bounds are inclusive.
type OptionType =
    | Flag
    | Integer of minimum: int64 * maximum: int64
    | Number of minimum: float * maximum: float
    | Choice of names: IReadOnlyList<string>
    | Text
    /// A file that exists, relative to the manifest; `*` and `?` in its last part match several.
    | InputPath
    /// One value or a list of them.
    | Many of element: OptionType

/// What another option must be.
type OptionTest =
    /// Has one of these values.
    | IsOneOf of values: IReadOnlyList<OptionValue>
    /// Has none of these values.
    | IsNoneOf of values: IReadOnlyList<OptionValue>

/// When an option has an effect: while another one passes a test.
type OptionCondition =
    {
        /// Another option of the same component or section, or a key of the manifest: `architecture.decoder_bias`.
        Option: string
        Test: OptionTest
    }

/// One option of a component.
type OptionSchema =
    {
        /// In snake_case.
        Name: string
        Type: OptionType
        /// Null where the manifest must give a value.
        Default: OptionValue | null
        /// Empty where there is none.
        Unit: string
        /// From the property's XML summary, as plain text.
        Summary: string
        /// All must hold for the option to have an effect; empty where it always has.
        Conditions: IReadOnlyList<OptionCondition>
        /// False for an option that changes neither rows nor results.
        DecidesResult: bool
    }

/// Which way a measurement is better.
[<RequireQualifiedAccess>]
type Direction =
    | Higher
    | Lower
    | Neither

/// A measurement that a metric declares.
type MeasurementSchema =
    {
        /// The metric's own name for the first; a `*` at the end stands for any further characters.
        Name: string
        Better: Direction
        /// The smallest value it can have; -infinity where there is no bound.
        Least: float
        /// The largest value it can have; infinity where there is no bound.
        Most: float
    }

/// What a source may offer beyond its batches, and another component may need.
[<RequireQualifiedAccess>]
type SourceCapability =
    /// The true features behind the data.
    | GroundTruth
    /// Data that nothing was trained on; every source offers it.
    | EvaluationData
    /// The language model that the data comes from.
    | LanguageModel
    /// Which true features are active in each row.
    | TrueFiring
    /// Which true feature is the parent of which.
    | Hierarchy

/// What planning, help and the JSON Schema know of a component; made by Hosting from the plugin's metadata.
type ComponentSchema =
    {
        Kind: ComponentKind
        /// In kebab-case.
        Name: string
        Summary: string
        /// The paper or post it comes from; empty where none is stated.
        Citation: string
        /// In the order of declaration, which is the order of labels.
        Options: IReadOnlyList<OptionSchema>
        /// What a source offers, or what another component needs of it.
        Capabilities: IReadOnlySet<SourceCapability>
        /// What a metric declares that it measures; empty where it declares nothing.
        Measurements: IReadOnlyList<MeasurementSchema>
    }

/// Every component that is present.
type Catalog =
    {
        Components: IReadOnlyList<ComponentSchema>
    }

    /// The one of a kind that has a name.
    member catalog.TryFind(kind: ComponentKind, name: string) : ComponentSchema option =
        catalog.Components
        |> Seq.tryFind (fun schema -> schema.Kind = kind && schema.Name = name)

    /// Those of a kind, by name.
    member catalog.OfKind(kind: ComponentKind) : ComponentSchema list =
        catalog.Components
        |> Seq.filter (fun schema -> schema.Kind = kind)
        |> Seq.sortWith (fun a b -> String.CompareOrdinal(a.Name, b.Name))
        |> List.ofSeq
