/// Sparsity against what it costs, with the Pareto front.
module internal SparsePlugins.Drawings.TradeFigures

open System
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Drawings.OverviewAxes

/// Most words at a front.
let private mostLabels = 6

/// A variant in a setting: its sparsity and what it is worth at that.
type private Trade =
    {
        Variant: Variant
        Setting: string
        Active: float
        Value: float
    }

let private endOf name (section: Section) (subject: Variant) =
    section.Measurements
    |> List.filter (fun table -> table.Measurement = name)
    |> List.collect _.Rows
    |> List.tryFind (fun row -> row.Variant.IsSame subject)
    |> Option.map _.End.Value.Mean
    |> Option.filter Double.IsFinite

let private trades (sections: Section list) variants (active: MeasurementFacts) (facts: MeasurementFacts) =
    let keys = SettingAxes.keys sections

    [
        for section in sections do
            for subject, _ in variants do
                match endOf active.Name section subject, endOf facts.Name section subject with
                | Some l0, Some value ->
                    {
                        Variant = subject
                        Setting = SettingAxes.values keys section
                        Active = l0
                        Value = value
                    }
                | _ -> ()
    ]

/// Those that no other one beats in one respect without being beaten in the other, by sparsity.
let private frontOf (facts: MeasurementFacts) trades =
    let cost trade =
        if facts.Better = BetterSide.Higher then
            -trade.Value
        else
            trade.Value

    let folder (best, kept) trade =
        if cost trade < best then
            cost trade, trade :: kept
        else
            best, kept

    trades
    |> List.sortBy (fun trade -> trade.Active, cost trade)
    |> List.fold folder (infinity, [])
    |> snd
    |> List.rev

let private keysOf sections =
    SettingAxes.keys sections
    |> List.map (SettingAxes.short sections)
    |> String.concat ", "

let private scatter sections variants (active: MeasurementFacts) (facts: MeasurementFacts) : Facets.Facets option =
    let all = trades sections variants active facts
    let front = frontOf facts all

    let series (subject: Variant, style) : Chart.MarkSeries =
        {
            Name = subject.Name
            Style = style
            Marks =
                [
                    for trade in all do
                        if trade.Variant.IsSame subject then
                            Chart.point subject.Name (trade.Active, trade.Value)
                ]
            Line = []
        }

    if all.Length < 2 then
        None
    else
        let side =
            if facts.Better = BetterSide.Higher then
                "higher"
            else
                "lower"

        Some
            {
                Title = $"{facts.Title} against {active.Title}"
                Subtitle =
                    $"means at the end; a point per variant and setting; grey: the Pareto front ({side} {facts.Title} at fewer active features), with its settings: {keysOf sections}"
                Description =
                    $"{facts.Title} against {active.Title} at the end of training, for every variant in every setting."
                XLabel = $"{active.DirectedTitle} at the end"
                YLabel = facts.DirectedTitle
                XAxis = all |> List.map _.Active |> axisOf
                YAxis = all |> List.map _.Value |> axisOf
                Facets =
                    [
                        {
                            Title = ""
                            Series = List.map series variants
                            Front = [ for trade in front -> trade.Active, trade.Value ]
                            Labels =
                                if front.Length <= mostLabels then
                                    [ for trade in front -> trade.Active, trade.Value, trade.Setting ]
                                else
                                    []
                        }
                    ]
            }

/// What is judged and no share of dead features, against the number of active ones.
let ofSections (sections: Section list) =
    let facts =
        sections |> List.collect _.Measurements |> List.map _.Facts |> List.distinct

    let variants = variantsOf sections

    match facts |> List.tryFind (fun one -> one.ReportedAs = ReportedAs.ActiveFeatures) with
    | None -> []
    | Some active ->
        facts
        |> List.filter (fun one ->
            one.IsOwn
            && one.Better <> BetterSide.Neither
            && one.ReportedAs = ReportedAs.Plain)
        |> List.choose (fun one ->
            scatter sections variants active one
            |> Option.map (fun drawn -> one.Name, drawn))
