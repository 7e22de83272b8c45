namespace SparsePlugins.Records

/// The side on which a measurement is better.
[<RequireQualifiedAccess>]
type BetterSide =
    | Higher
    | Lower
    /// It describes.
    | Neither

    /// A title with the side that is better, as columns, axes and lists have it everywhere: `MMCS ↑`, `FVU ↓`, `L0`.
    member side.Directed(title: string) =
        match side with
        | Higher -> title + " ↑"
        | Lower -> title + " ↓"
        | Neither -> title

/// The way in which a report shows a measurement.
[<RequireQualifiedAccess>]
type ReportedAs =
    | Plain
    /// The share of the dictionary features that are dead, 0 to 1: revivals stand below its curve, and a large one is a warning.
    | DeadFeatures
    /// The mean number of active features, L0: variants that end with different ones are compared in two respects at once.
    | ActiveFeatures
    /// One tenth of the true features by firing probability: 1 fires least often, 10 most often. Those of one series share a table.
    | Decile of series: string * number: int
    /// What a schedule of the training came to, such as the learning rate: drawn, and neither tabulated nor compared.
    | Schedule

/// The facts about a measurement. The metric declares them, so that a report knows no measurement by name.
type MeasurementFacts =
    {
        /// `mmcs`, `mmcs-decile-1`, `loss`.
        Name: string
        /// The metric that measured it; empty for the training loss and schedules, which no metric measures.
        Metric: string
        /// `MMCS`; empty where it has none but its name.
        DisplayName: string
        /// Half a sentence; empty where the metric declares none.
        Meaning: string
        /// Empty for a ratio.
        Unit: string
        Better: BetterSide
        ReportedAs: ReportedAs
    }

    /// The metric's own measurement, the one that has its name.
    member facts.IsOwn = facts.Name = facts.Metric

    member facts.IsTrainingLoss =
        facts.Metric = "" && facts.ReportedAs <> ReportedAs.Schedule

    /// The metric's own measurement, or the training loss: not one of the further measurements of a metric.
    member facts.IsPrimary = facts.IsOwn || facts.IsTrainingLoss

    /// The name in headings.
    member facts.Title =
        if facts.DisplayName = "" then
            facts.Name
        else
            facts.DisplayName

    /// The title with the side that is better.
    member facts.DirectedTitle = facts.Better.Directed facts.Title
