namespace SparsePlugins.Analysis

open System
open System.Collections.Generic
open SparsePlugins.Records

/// A run that tried a combination of values for a variant.
[<NoComparison; NoEquality>]
type Trial =
    {
        /// Which combination, counted from 0.
        Candidate: int
        /// In its place in the comparison: its setting is without the tuned keys.
        Run: ExperimentRun
        Record: RunRecord
    }

/// Trials, and what they are judged by.
[<NoComparison; NoEquality>]
type Trials =
    {
        Goal: string
        /// Of a measurement at the end.
        HigherIsBetter: bool
        /// Null where a measurement at the end decides.
        Threshold: ReportThreshold | null
        Seeds: IReadOnlyList<int64>
        Keys: IReadOnlyList<TriedKey>
        /// The values of every combination.
        Candidates: IReadOnlyList<IReadOnlyList<string>>
        All: IReadOnlyList<Trial>
    }

/// Which combination of values suits a variant, by its trials.
module Choices =
    let private mean values =
        match values with
        | [] -> nan
        | values -> List.average values

    let private endOf (trials: Trials) record =
        curveOf trials.Goal record |> Option.map lastOf |> Option.defaultValue nan

    /// The first evaluated step across a threshold; None where the run never was.
    let private arrival threshold (record: RunRecord) =
        let isAcross value =
            if threshold.AtLeast then
                value >= threshold.Value
            else
                value <= threshold.Value

        curveOf threshold.Measurement record
        |> Option.bind (fun curve -> Seq.zip curve.Steps curve.Values |> Seq.tryFind (snd >> isAcross))
        |> Option.map (fst >> float)

    /// Of the runs of one combination.
    let private score (trials: Trials) (runs: Trial list) : TrialScore =
        let sound = runs |> List.map _.Record |> List.filter isSound

        match trials.Threshold with
        | null ->
            let ends = sound |> List.map (endOf trials) |> List.filter Double.IsFinite

            {
                Mean = mean ends
                Sound = ends.Length
                Reached = ends.Length
            }
        | threshold ->
            let times = sound |> List.choose (arrival threshold)

            {
                Mean = mean times
                Sound = sound.Length
                Reached = times.Length
            }

    /// Smaller is better: first more sound runs, then more that reached the threshold, then the mean.
    let private rank (trials: Trials) (score: TrialScore) =
        let isLess = not (isNull trials.Threshold) || not trials.HigherIsBetter

        -score.Sound,
        -score.Reached,
        (if Double.IsNaN score.Mean then infinity
         elif isLess then score.Mean
         else -score.Mean)

    let private variant (trials: Trials) (runs: Trial list) : TunedVariant =
        let scores =
            [|
                for candidate in 0 .. trials.Candidates.Count - 1 ->
                    runs |> List.filter (fun trial -> trial.Candidate = candidate) |> score trials
            |]

        // Of equals the first.
        let best = scores |> Seq.indexed |> Seq.minBy (snd >> rank trials) |> fst

        let place = runs.Head.Run

        {
            Setting = place.Setting
            Architecture = place.Architecture
            Initializer = place.Initializer
            Reinitializer = place.Reinitializer
            Candidate = best
            Values = trials.Candidates[best]
            Scores = scores
        }

    /// What suits every variant, in the order in which trials name them.
    let choose (trials: Trials) : TuningRecord =
        let place (trial: Trial) =
            trial.Run.Setting, trial.Run.Architecture, trial.Run.Initializer, trial.Run.Reinitializer

        {
            Goal = trials.Goal
            HigherIsBetter = trials.HigherIsBetter
            Threshold = trials.Threshold
            Seeds = trials.Seeds
            Keys = trials.Keys
            Runs = trials.All |> Seq.map _.Run.Id |> Seq.distinct |> Seq.length
            Variants =
                trials.All
                |> List.ofSeq
                |> List.groupBy place
                |> List.map (snd >> variant trials)
                |> Array.ofList
        }
