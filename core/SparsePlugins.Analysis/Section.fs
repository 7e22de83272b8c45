namespace SparsePlugins.Analysis

/// The members that share a setting, which are the ones to compare.
[<NoComparison; NoEquality>]
type Section =
    {
        Setting: string
        Members: Member list
        HasBaseline: bool
        Thresholds: ThresholdTable list
        Measurements: MeasurementTable list
        Deciles: DecileTable list
        /// Empty where nothing was revived.
        Revivals: RevivalRow list
        Sweeps: Sweep list
        /// Members whose curves are equal to the bit in every seed, the first of each group before the others.
        Equals: Member list list
    }

    /// Whether a member repeats another one, which alone counts.
    member section.IsRepeated(subject: Member) =
        section.Equals |> List.exists (List.tail >> List.exists subject.IsSame)
