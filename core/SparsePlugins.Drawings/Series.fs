/// Curves averaged over seeds.
module SparsePlugins.Drawings.Series

open System
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics

/// The value at a step, on the straight line between two evaluations; after the last one its value, before the first none.
let private valueAt (curve: Curve) =
    let steps = Seq.toArray curve.Steps

    fun (step: int64) ->
        match Array.BinarySearch(steps, step) with
        | found when found >= 0 -> Some curve.Values[found]
        | missed when ~~~missed = 0 -> None
        | missed when ~~~missed = steps.Length -> Some curve.Values[steps.Length - 1]
        | missed ->
            let right = ~~~missed
            let left = right - 1
            let share = float (step - steps[left]) / float (steps[right] - steps[left])
            Some(curve.Values[left] + share * (curve.Values[right] - curve.Values[left]))

/// The mean on every step that a sound run was evaluated at. A run that stopped keeps its last value, so that the mean is
/// over the same seeds all along: were it dropped, the mean would fall whenever the best seed ends.
let mean measurement (subject: Variant) : Plot.Point list =
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
            |> SampleStatistics.Estimate

        {
            Step = float step
            Mean = values.Mean
            HalfWidth = values.HalfWidth
            Seeds = values.Count
        }
        : Plot.Point)
    |> List.ofSeq
