namespace SparsePlugins.Analysis

open SparsePlugins.Records

/// The variants that share a setting, which are the ones to compare.
[<NoComparison; NoEquality>]
type Section =
    {
        Setting: string
        /// The same as data; empty without axes.
        Values: SettingValue list
        Variants: Variant list
        HasBaseline: bool
        Thresholds: ThresholdTable list
        Measurements: MeasurementTable list
        /// What varied of the training without being measured, such as the learning rate.
        Schedules: MeasurementFacts list
        Deciles: DecileTable list
        /// Empty where nothing was revived.
        Revivals: RevivalRow list
        Sweeps: Sweep list
        /// Variants whose curves are equal to the bit in every seed, the first of each group before the others.
        Equals: Variant list list
    }

    /// Whether a variant repeats another one, which alone counts.
    member section.IsRepeated(subject: Variant) =
        section.Equals |> List.exists (List.tail >> List.exists subject.IsSame)
