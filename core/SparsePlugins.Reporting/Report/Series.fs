/// Curves averaged over seeds.
module internal SparsePlugins.Reporting.Series

open System
open SparsePlugins.Reporting.Summary

/// The value at the last evaluation that is not after a step; None before the first.
let private valueAt (curve: Curve) =
    let steps = Seq.toArray curve.Steps

    fun (step: int64) ->
        match Array.BinarySearch(steps, step) with
        | found when found >= 0 -> Some curve.Values[found]
        | missed when ~~~missed = 0 -> None
        | missed -> Some curve.Values[~~~missed - 1]

/// The mean on every step that a sound run was evaluated at. A run that stopped keeps its last value, so that the mean is
/// over the same seeds all along: were it dropped, the mean would fall whenever the best seed ends.
let mean measurement (subject: Member) : Plot.Point list =
    let curves =
        subject.Records |> List.filter isSound |> List.choose (curveOf measurement)

    let readers = curves |> List.map valueAt

    curves
    |> Seq.collect _.Steps
    |> Seq.distinct
    |> Seq.sort
    |> Seq.map (fun step ->
        let values =
            readers
            |> List.choose (fun read -> read step)
            |> List.filter Double.IsFinite
            |> List.toArray
            |> Statistics.Estimate

        {
            Step = float step
            Mean = values.Mean
            HalfWidth = values.HalfWidth
        }
        : Plot.Point)
    |> List.ofSeq

/// The mean height of a curve, by which legends are ordered.
let height (points: Plot.Point list) =
    match points |> List.filter Plot.isDrawn with
    | [] -> -infinity
    | drawn -> drawn |> List.averageBy _.Mean
