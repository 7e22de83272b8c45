/// How far the axis of values reaches.
module SparsePlugins.Figures.ValueRange

open SparsePlugins.Figures.Plot

/// The points that set the range: an initial value that would flatten all that follows, as FVU before training may, is cut off.
let private telling (points: Point list) =
    let later = points |> List.filter (fun point -> point.Step > 0.0)
    let largest = List.map (fun point -> abs point.Mean) >> List.fold max 0.0

    if later.IsEmpty || largest points <= 3.0 * largest later then
        points
    else
        later

/// Thresholds, means and bands; a band does not stretch the range past 0 or 1 where no mean does, since few measurements can.
let find (plot: Plot) =
    let drawn = plot.Series |> List.collect _.Points |> List.filter isDrawn |> telling
    let means = plot.Thresholds @ (drawn |> List.map _.Mean)

    match means with
    | [] -> 0.0, 1.0
    | means ->
        let lowest, highest = List.min means, List.max means

        let lower =
            drawn
            |> List.map (fun point -> point.Mean - bandOf point)
            |> List.fold min lowest

        let upper =
            drawn
            |> List.map (fun point -> point.Mean + bandOf point)
            |> List.fold max highest

        (if lowest >= 0.0 then max 0.0 lower else lower), (if highest <= 1.0 then min 1.0 upper else upper)

/// All means above zero, with thresholds; bands don't stretch it. None where nothing is above zero.
let private positive (plot: Plot) =
    let means =
        plot.Series |> List.collect _.Points |> List.filter isDrawn |> List.map _.Mean

    match plot.Thresholds @ means |> List.filter (fun value -> value > 0.0) with
    | [] -> None
    | values -> Some(List.min values, List.max values)

/// The axis of values. A logarithmic one has room for every value above zero, so that nothing is cut off.
let axis (plot: Plot) =
    match positive plot with
    | Some range when plot.IsLogarithmic -> Scale.logarithmic range
    | Some _
    | None -> Scale.nice 6 (find plot)
