namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// A value that the manifest states: `source.features`, `128`.
type Leaf = { Place: string; Text: string }

/// Which value of an axis a variant has.
type Pick =
    {
        /// Where the axis stands.
        Position: Position
        Index: int
        /// Axes with the same word advance together.
        Along: string option
        /// What the manifest states there.
        Leaves: Leaf list
    }

/// One of the values that `each` gives a part of the manifest.
type Variant<'T> =
    {
        Value: 'T
        Picks: Pick list
        /// What the manifest states in this part, outside the axes in it.
        Leaves: Leaf list
    }

/// A part of the manifest after checking: one variant where it has no axis, none where it has problems.
type Checked<'T> =
    {
        Variants: Variant<'T> list
        Problems: Problem list
    }

/// Checks joined keep the problems of all, and all combinations of the variants.
module Checked =
    let value value =
        {
            Variants =
                [
                    {
                        Value = value
                        Picks = []
                        Leaves = []
                    }
                ]
            Problems = []
        }

    let problems problems = { Variants = []; Problems = problems }

    let problem position path message =
        problems [ Problem.at position path message ]

    let fault position path fault =
        problems [ Problem.because fault position path ]

    /// Adds problems, and keeps the variants only where there are none.
    let require (found: Problem list) part =
        match found with
        | [] -> part
        | _ -> problems (found @ part.Problems)

    let map change part =
        {
            Variants =
                part.Variants
                |> List.map (fun v ->
                    {
                        Value = change v.Value
                        Picks = v.Picks
                        Leaves = v.Leaves
                    })
            Problems = part.Problems
        }

    /// Whether the axes that advance together stand at the same value on both sides.
    let private agree (left: Variant<'L>) (right: Variant<'R>) =
        left.Picks
        |> List.forall (fun pick ->
            pick.Along.IsNone
            || right.Picks
               |> List.forall (fun other -> other.Along <> pick.Along || other.Index = pick.Index))

    let private join combine left right =
        {
            Value = combine left.Value right.Value
            Picks = left.Picks @ right.Picks
            Leaves = left.Leaves @ right.Leaves
        }

    let private words (variant: Variant<'T>) =
        variant.Picks |> List.choose _.Along |> Set.ofList

    /// The words that every variant of both sides advances along.
    let private shared (left: Variant<'L> list) (right: Variant<'R> list) =
        if
            left |> List.exists (fun variant -> variant.Picks |> List.exists _.Along.IsSome)
            && not right.IsEmpty
        then
            Seq.append (Seq.map words left) (Seq.map words right) |> Set.intersectMany
        else
            Set.empty

    /// Where a variant stands along words.
    let private standing (along: Set<string>) (variant: Variant<'T>) =
        variant.Picks
        |> List.choose (fun pick ->
            pick.Along
            |> Option.filter along.Contains
            |> Option.map (fun word -> word, pick.Index))
        |> List.distinct
        |> List.sort

    /// All pairs but those that can't agree: two axes of a thousand values that advance together have a thousand, not a million.
    let private pairs (left: Variant<'L> list) (right: Variant<'R> list) =
        let along = shared left right

        if along.IsEmpty then
            List.allPairs left right
        else
            let partners = right |> List.groupBy (standing along) |> Map.ofList

            left
            |> List.collect (fun variant ->
                partners
                |> Map.tryFind (standing along variant)
                |> Option.defaultValue []
                |> List.map (fun partner -> variant, partner))

    let map2 combine left right =
        {
            Variants =
                pairs left.Variants right.Variants
                |> List.filter (fun (l, r) -> agree l r)
                |> List.map (fun (l, r) -> join combine l r)
            Problems = left.Problems @ right.Problems
        }

    /// Checks further with each variant's value.
    let bind next part =
        let follow variant =
            let further = next variant.Value

            { further with
                Variants =
                    further.Variants
                    |> List.filter (agree variant)
                    |> List.map (join (fun _ value -> value) variant)
            }

        let followed = part.Variants |> List.map follow

        {
            Variants = followed |> List.collect _.Variants
            Problems = part.Problems @ (followed |> List.collect _.Problems)
        }

    /// A check of every item.
    let all (items: Checked<'T> list) =
        List.foldBack (map2 (fun item rest -> item :: rest)) items (value [])

    /// States what was read, in place of what its parts stated.
    let leaf (place: Place) text (part: Checked<'T>) =
        let state (variant: Variant<'T>) =
            { variant with
                Leaves =
                    [
                        {
                            Place = place.Label
                            Text = text variant.Value
                        }
                    ]
            }

        { part with
            Variants = part.Variants |> List.map state
        }

    /// The alternatives of an axis.
    let alternatives position along (parts: Checked<'T> list) =
        let pick index (variant: Variant<'T>) =
            { variant with
                Picks =
                    {
                        Position = position
                        Index = index
                        Along = along
                        Leaves = variant.Leaves
                    }
                    :: variant.Picks
                Leaves = []
            }

        {
            Variants =
                parts
                |> List.mapi (fun i part -> part.Variants |> List.map (pick i))
                |> List.concat
            Problems = parts |> List.collect _.Problems
        }

/// `check { let! a = ... and! b = ... return ... }` joins checks.
type CheckBuilder() =
    member _.MergeSources(left, right) =
        Checked.map2 (fun l r -> l, r) left right

    member _.BindReturn(part, change) = Checked.map change part

[<AutoOpen>]
module CheckBuilderValue =
    let check = CheckBuilder()
