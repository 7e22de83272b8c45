namespace SparsePlugins.Planning

open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// An entry of a compared list under the name that reports give it.
type internal Labelled =
    {
        /// What it states with `as`, or what its component and options are.
        Label: string
        /// What its component and options are.
        Full: string
        Entry: ComparedEntry
    }

/// A list of the manifest whose entries are compared.
type internal ListOfVariants =
    {
        Axis: Axis
        Entries: Labelled list
    }

    /// Whether there is something to compare in it.
    member list.IsCompared = list.Entries.Length > 1

module internal ComparedLists =
    let private componentLabel (entry: ComparedEntry) =
        match entry.Entered with
        | Some entered -> OwnTraining.label entry.Training entered
        | None -> ManifestSchema.none

    let private cadence (entry: ComparedEntry) =
        entry.Revival |> Option.map RevivalKeys.texts |> Option.defaultValue []

    /// Entries that differ in their options alone have the component's label; the cadence is named where it tells two apart.
    let private within (entries: ComparedEntry list) =
        let isShared text =
            entries |> List.forall (fun entry -> List.contains text (cadence entry))

        let labelled entry =
            componentLabel entry
            |> Entered.labelWith (cadence entry |> List.filter (isShared >> not))

        entries |> List.map (fun entry -> entry, labelled entry)

    /// What an entry states, as texts of which some tell it from others of its own axes.
    let private statements (entry: ComparedEntry) =
        [
            match entry.Entered with
            | Some entered ->
                $"use={entered.Spec.Name}"

                for option in entered.Spec.Options do
                    $"{option.Key}={OptionText.render option.Value}"
            | None -> ()
            yield! cadence entry
            yield! OwnTraining.texts entry.Training
        ]

    /// A stated label; where axes make several of one entry, with the values in which they differ.
    let private shortWithin (entries: Labelled list) (labelled: Labelled) =
        match labelled.Entry.As with
        | None -> labelled
        | Some stated ->
            let siblings =
                entries |> List.filter (fun other -> other.Entry.Path = labelled.Entry.Path)

            let isShared text =
                siblings
                |> List.forall (fun other -> statements other.Entry |> List.contains text)

            let swept = statements labelled.Entry |> List.filter (isShared >> not)

            { labelled with
                Label = Entered.label stated.Value swept
            }

    /// The entries in their order, labelled.
    let label (entries: ComparedEntry list) : Labelled list =
        let labels =
            entries
            |> List.indexed
            |> List.groupBy (snd >> componentLabel)
            |> List.collect (fun (_, group) ->
                List.map2
                    (fun (index, _) (entry, label) ->
                        index,
                        {
                            Label = label
                            Full = label
                            Entry = entry
                        })
                    group
                    (within (List.map snd group)))

        let full = labels |> List.sortBy fst |> List.map snd
        full |> List.map (shortWithin full)

    /// Why options that tell two variants apart in the manifest don't in what runs.
    let private idle (group: Labelled list) =
        group
        |> List.choose _.Entry.Entered
        |> List.collect _.Idle
        |> List.tryHead
        |> Option.map (fun (idle: IdleOption) ->
            $": '{idle.Option}' {Conditions.rule idle.Condition}; list the two as entries of their own")

    let private hasIdle isRefused (labelled: Labelled) =
        labelled.Entry.Entered
        |> Option.exists (fun entered -> entered.Idle |> List.exists isRefused)

    /// Entries that differ, under the label of one before them.
    let private sameLabel (entries: Labelled list) : Problem list =
        entries
        |> List.groupBy _.Label
        |> List.collect (fun (label, group) ->
            group.Tail
            |> List.filter (fun other -> other.Full <> group.Head.Full)
            |> List.map (fun other ->
                let stated =
                    other.Entry.As |> Option.orElse group.Head.Entry.As |> Option.bind _.Position

                Problem.because
                    (Repeated($"'{label}' is the label of two entries", "; give each its own 'as'"))
                    (stated |> Option.defaultValue other.Entry.Position)
                    other.Entry.Path))

    /// Entries with the label of one before them, unless it is an option that is refused anyway which makes them so.
    let repeats isRefused (entries: Labelled list) : Problem list =
        sameLabel entries
        @ (entries
           |> List.filter (hasIdle isRefused >> not)
           |> List.groupBy _.Full
           |> List.collect (fun (label, group) ->
               let reason =
                   match group.Tail with
                   | [] -> None
                   | _ -> idle group

               let reason = reason |> Option.defaultValue "; remove it, or change its options"

               group.Tail
               |> List.map (fun repeated ->
                   Problem.because
                       (Repeated($"'{label}' is listed twice", reason))
                       repeated.Entry.Position
                       repeated.Entry.Path)))

    let private namesPart (label: string) = label.Split('(')[0]

    /// The lists that the manifest has, in the order in which the default baseline is looked for.
    let lists (draft: Draft) : ListOfVariants list =
        [
            Initializers, draft.Initializers
            Architectures, draft.Architectures
            Reinitializers, draft.Reinitializers
        ]
        |> List.filter (fun (_, entries) -> not entries.IsEmpty)
        |> List.map (fun (axis, entries) ->
            {
                Axis = axis
                Entries = label (Draft.listed entries)
            })

    /// The baseline of a manifest that states none: the first entry of the first list that has several.
    let firstBaseline (lists: ListOfVariants list) : Baseline =
        let list =
            lists |> List.tryFind _.IsCompared |> Option.defaultValue (List.head lists)

        {
            Axis = list.Axis
            Label = list.Entries.Head.Label
        }

    /// Whom a text means: a label, or a name that fits one entry alone.
    let find (lists: ListOfVariants list) (text: string) : Result<Baseline, Fault> =
        let all =
            [
                for list in lists do
                    for entry in list.Entries do
                        list,
                        entry,
                        {
                            Axis = list.Axis
                            Label = entry.Label
                        }
            ]

        let labels = List.map (fun (_, _, baseline: Baseline) -> baseline.Label)

        // A stated label comes before what another entry's component and options are called.
        let exact =
            match all |> List.filter (fun (_, entry: Labelled, _) -> entry.Label = text) with
            | [] -> all |> List.filter (fun (_, entry, _) -> entry.Full = text)
            | stated -> stated

        match
            // A name of several lists means the one where there is something to compare.
            exact
            |> List.tryFind (fun (list, _, _) -> list.IsCompared)
            |> Option.orElse (List.tryHead exact),
            all
            |> List.filter (fun (_, entry, _) -> namesPart entry.Label = text || namesPart entry.Full = text)
        with
        | Some(_, _, exact), _ -> Ok exact
        | None, [ _, _, one ] -> Ok one
        | None, [] -> Error(UnknownName("variant", text, labels all, ""))
        | None, several ->
            let names = System.String.Join(", ", labels several)
            Error(Rule $"'{text}' fits several variants; name one of {names}")

    let private nameOf axis =
        match axis with
        | Initializers -> ManifestSchema.initializers.Name
        | Architectures -> ManifestSchema.architectures.Name
        | Reinitializers -> ManifestSchema.reinitializers.Name

    /// Why nothing can be compared with a baseline: it is alone in its list, while the variants differ in another one.
    let lonely (lists: ListOfVariants list) (baseline: Baseline) : string option =
        let own = lists |> List.find (fun list -> list.Axis = baseline.Axis)

        match lists |> List.tryFind _.IsCompared with
        | Some other when not own.IsCompared ->
            let labels = other.Entries |> List.map _.Label
            let none = labels |> List.tryFind ((=) ManifestSchema.none)
            let usual = none |> Option.defaultValue labels.Head

            Some
                $"nothing can be compared with '{baseline.Label}', the only one of the {nameOf own.Axis}: a variant is compared with the baseline that shares the rest; did you mean 'baseline: {usual}'?"
        | Some _
        | None -> None
