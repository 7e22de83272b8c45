/// Variants by what their specs state, and names for the parts in which they differ.
module internal SparsePlugins.Analysis.SpecifiedVariants

open System
open SparsePlugins.Analysis.ResolvedSpec

/// A variant with the entries of its spec that tell variants apart.
type internal Specified =
    {
        Variant: Variant
        Entries: (Path * SpecValue) list
    }

let specOf (subject: Variant) =
    subject.Records
    |> List.tryHead
    |> Option.map (fun record ->
        {
            Variant = subject
            Entries = ofVariant (subject.Architecture <> "") record
        })

/// The number at a path of the spec, if there is one.
let numberAt path (specified: Specified) =
    specified.Entries
    |> List.tryPick (fun (key, value) ->
        match value with
        | Number number when key = path -> Some number
        | Number _
        | Word _ -> None)

/// How it is trained counts as part of the autoencoder: it is there only where architectures are compared.
let private ofPart part (specified: Specified) =
    let isIn (path: Path) =
        List.head path = part || (part = "autoencoder" && List.head path = "training")

    specified.Entries |> List.filter (fst >> isIn)

/// A component with the options that tell it from others of its name, but for the one that is swept: `outliers(detector=distance)`.
let private partName (all: Specified list) swept part (one: Specified) =
    let useOf (specified: Specified) =
        ofPart part specified
        |> List.tryPick (fun (path, value) -> if path = [ part; "use" ] then Some(text value) else None)

    let alike =
        all
        |> List.filter (fun other -> useOf other = useOf one)
        |> List.map (ofPart part)

    let isTelling entry =
        fst entry <> swept && not (alike |> List.forall (List.contains entry))

    let options =
        ofPart part one
        |> List.filter isTelling
        |> List.map (fun (path, value) -> $"{leaf path}={text value}")

    match options with
    | [] -> useOf one |> Option.defaultValue "none"
    | options -> $"""{useOf one |> Option.defaultValue "none"}({String.Join(",", options)})"""

/// The parts that tell variants apart.
let nameOf (all: Specified list) swept (one: Specified) =
    let isTelling part =
        all |> List.map (ofPart part) |> List.distinct |> List.length > 1

    [ "autoencoder"; "initializer"; "reinitializer" ]
    |> List.filter isTelling
    |> List.map (fun part -> partName all swept part one)
    |> String.concat " + "
