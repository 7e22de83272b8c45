/// The answer over many settings in at most four lines; every setting has lines of its own besides.
module internal SparsePlugins.Headlines.SettingsHeadline

open SparsePlugins.Drawings
open System
open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Headlines.Findings

/// What a setting shows as a whole: the strongest of its findings.
type private Standing =
    | SomeWin
    | SomeLose
    | SomeSuggestive
    | NothingShown

let private standingOf (findings: Finding list) =
    let has is =
        findings |> List.exists (_.Result >> is)

    if has _.IsWon then SomeWin
    elif has _.IsLost then SomeLose
    elif has _.IsSuggestiveOnly then SomeSuggestive
    else NothingShown

/// `data-sample (11 settings)` for variants of which a result tells, most settings first.
let private named (telling: Result -> Judged list) (several: Finding list list) =
    several
    |> List.collect (
        List.collect (_.Result >> telling)
        >> List.map (fun (standing, _) -> standing.Variant.Name)
        >> List.distinct
    )
    |> List.countBy id
    |> List.sortBy (fun (_, count) -> -count)
    |> List.map (fun (name, count) -> $"""{name} ({Numbers.counted count "setting"})""")

let private winners result =
    match result with
    | Won judged -> judged
    | Lost _
    | SuggestiveOnly _
    | Undecided _
    | TooFewSeeds
    | AllEqual
    | NoVerdict _ -> []

let private suggested result =
    match result with
    | SuggestiveOnly judged -> judged
    | Won _
    | Lost _
    | Undecided _
    | TooFewSeeds
    | AllEqual
    | NoVerdict _ -> []

let private verdict baseline (several: Finding list list) =
    let count standing =
        several |> List.filter (standingOf >> (=) standing) |> List.length

    let further word standing =
        match count standing with
        | 0 -> ""
        | settings -> $"; {word} in {settings}"

    let lead, lost =
        match count SomeWin, count SomeLose with
        | 0, 0 -> $"No variant is shown to differ from {baseline} in any of {several.Length} settings", ""
        | 0, lost ->
            $"In {lost} of {several.Length} settings a variant is slower or worse than {baseline}, and in none faster or better",
            ""
        | won, _ ->
            $"In {won} of {several.Length} settings a variant is faster or better than {baseline}",
            further "only slower or worse" SomeLose

    $"""{lead}{lost}{further "suggestive" SomeSuggestive}{further "inconclusive" NothingShown}."""

/// `Best of all: MMCS at the end 0.8335, data-sample at l1=0.3, learning_rate=0.01.`
let private best (sections: Section list) =
    match Overview.quantity sections with
    | None -> []
    | Some quantity ->
        let value = Overview.best quantity sections

        sections
        |> List.collect (fun section ->
            Overview.outcomes quantity section |> List.map (fun outcome -> section, outcome))
        |> List.tryFind (fun (_, outcome) -> outcome.Result.Mean = value)
        |> Option.map (fun (section, outcome) ->
            let text = Numbers.fixedTo (Overview.decimals quantity sections) value
            let setting = SettingAxes.nameWithout [] sections section
            $"Best of all: {Overview.title quantity} {text}, {outcome.Variant.Name} at {setting}.")
        |> Option.toList

let lines (summary: Summary) =
    let several =
        [
            for section in summary.Sections ->
                if (NothingCompared.reason summary.Experiment section).IsSome then
                    []
                else
                    Findings.ofSection summary.Experiment section
        ]

    let stated word names =
        match names with
        | [] -> []
        | names -> [ $"{word}: {Clauses.listed names}." ]

    let sentences texts =
        match List.concat texts with
        | [] -> []
        | found -> [ String.Join(" ", (found: string list)) ]

    [
        verdict summary.Experiment.Baseline several
        yield!
            sentences
                [
                    stated "Faster or better" (named winners several)
                    stated "Suggestive" (named suggested several)
                ]
        yield! best summary.Sections
        yield! sentences [ summary.Sections |> List.collect _.Variants |> Troubles.ofVariants ]
    ]
