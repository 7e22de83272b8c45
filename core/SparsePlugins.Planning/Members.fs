namespace SparsePlugins.Planning

/// A member of the comparison under the name that reports give it.
type internal Labelled = { Label: string; Member: Member }

module internal Members =
    /// Keys besides the options, in the order of labels.
    let private cadence = [ "every"; "dead_after"; "warm_up" ]

    let private componentLabel (entry: Member) =
        match entry.Entered with
        | Some entered -> entered.Spec.Label
        | None -> "none"

    let private texts key (entry: Member) =
        entry.Entered
        |> Option.bind (fun entered -> Map.tryFind key entered.Extras)
        |> Option.map (fun value -> OptionText.render value.Value)

    /// Members that differ in their options alone have the component's label; the cadence is named where it tells two apart.
    let private within (entries: Member list) =
        let telling =
            cadence
            |> List.filter (fun key -> entries |> List.map (texts key) |> List.distinct |> List.length > 1)

        let added entry =
            telling
            |> List.choose (fun key -> texts key entry |> Option.map (fun text -> $"{key}={text}"))

        let labelled entry =
            let label = componentLabel entry

            match added entry with
            | [] -> label
            | more when label.EndsWith ')' -> label.TrimEnd(')') + "," + System.String.Join(',', more) + ")"
            | more -> ComponentReader.label label more

        entries |> List.map (fun entry -> entry, labelled entry)

    /// The members in their order, labelled.
    let label (entries: Member list) : Labelled list =
        let labels =
            entries
            |> List.indexed
            |> List.groupBy (snd >> componentLabel)
            |> List.collect (fun (_, group) ->
                List.map2
                    (fun (index, _) (entry, label) -> index, { Label = label; Member = entry })
                    group
                    (within (List.map snd group)))

        labels |> List.sortBy fst |> List.map snd

    /// Members with the label of one before them.
    let repeats (members: Labelled list) : Problem list =
        members
        |> List.groupBy _.Label
        |> List.collect (fun (label, group) ->
            group.Tail
            |> List.map (fun repeated ->
                {
                    Position = repeated.Member.Position
                    Path = repeated.Member.Path
                    Message = $"'{label}' is compared already; remove it, or change its options"
                }))

    let private namesPart (label: string) = label.Split('(')[0]

    /// Whom a text means: a label, or a name that fits one member alone.
    let find (initializers: Labelled list) (reinitializers: Labelled list) (text: string) : Result<Baseline, string> =
        let all =
            [
                for entry in initializers ->
                    {
                        Axis = Initializers
                        Label = entry.Label
                    }
                for entry in reinitializers ->
                    {
                        Axis = Reinitializers
                        Label = entry.Label
                    }
            ]

        let listed (baselines: Baseline list) =
            System.String.Join(", ", baselines |> List.map _.Label)

        match
            all |> List.tryFind (fun entry -> entry.Label = text),
            all |> List.filter (fun entry -> namesPart entry.Label = text)
        with
        | Some exact, _ -> Ok exact
        | None, [ one ] -> Ok one
        | None, [] -> Error(Spelling.unknown "member" (all |> List.map _.Label) text)
        | None, several -> Error $"'{text}' fits several members; name one of {listed several}"
