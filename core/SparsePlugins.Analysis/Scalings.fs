/// How results grow with the size of the problem, across settings.
module SparsePlugins.Analysis.Scalings

open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Analysis.ResolvedSpec

/// Fewest sizes for an exponent, and the factor that they must span.
let private least, private span = 3, 2.0

/// A section with what its runs share.
type private Sized =
    {
        Section: Section
        Entries: Map<Path, SpecValue>
        Size: float
    }

/// The slope of the least-squares line.
let private slope (points: (float * float) list) =
    let meanX, meanY = List.averageBy fst points, List.averageBy snd points

    let above = points |> List.sumBy (fun (x, y) -> (x - meanX) * (y - meanY))
    let below = points |> List.sumBy (fun (x, _) -> (x - meanX) ** 2.0)
    above / below

/// Numeric keys that differ between sections, in the order of the spec; every spec must have them.
let private axesOf (specs: (Path * SpecValue) list list) =
    let isNumeric path =
        specs
        |> List.forall (
            List.exists (fun (key, value) ->
                key = path
                && (match value with
                    | Number number -> number > 0.0
                    | Word _ -> false))
        )

    specs
    |> List.concat
    |> List.distinct
    |> List.countBy fst
    |> List.filter (fun (path, values) -> values > 1 && isNumeric path)
    |> List.map fst

/// Keys that differ between sections.
let private varying (specs: (Path * SpecValue) list list) =
    specs
    |> List.concat
    |> List.distinct
    |> List.countBy fst
    |> List.filter (fun (_, values) -> values > 1)
    |> List.map fst

let private sizeAt path (entries: Map<Path, SpecValue>) =
    match Map.tryFind path entries with
    | Some(Number number) -> number
    | Some(Word _)
    | None -> nan

/// Whether a key has one value at every size.
let private followsSize (sized: Sized list) path =
    sized
    |> List.groupBy _.Size
    |> List.forall (fun (_, same) ->
        same |> List.distinctBy (fun one -> Map.tryFind path one.Entries) |> List.length = 1)

/// A result of a variant by seed, in one section; runs without a value are missing.
type private Quantity =
    {
        Name: string
        Title: string
        Read: Section -> Variant -> Map<int64, float>
    }

let private samplesTo (table: ThresholdTable) =
    let threshold = table.Threshold

    let read (section: Section) (subject: Variant) =
        let table =
            section.Thresholds |> List.find (fun table -> table.Threshold = threshold)

        let row = table.Rows |> List.find (fun row -> row.Variant.IsSame subject)

        [
            for record in subject.Records do
                match row.Reached.TryFind record.Seed with
                | Some step when step > 0L -> record.Seed, float step * float record.Batch
                | Some _
                | None -> ()
        ]
        |> Map.ofList

    {
        Name = $"samples to {thresholdText threshold}"
        Title = $"samples to {thresholdTitle table}"
        Read = read
    }

let private atEnd (table: MeasurementTable) =
    {
        Name = $"{table.Measurement} at the end"
        Title = $"{table.Title} at the end"
        Read = fun _ subject -> Ends.values table.Measurement subject |> Map.filter (fun _ value -> value > 0.0)
    }

/// Thresholds, and what shrinks without reaching zero in any run.
let private quantities (sections: Section list) =
    let shrinks measurement =
        sections
        |> List.collect _.Variants
        |> List.collect (Ends.values measurement >> Map.values >> List.ofSeq)
        |> List.forall (fun value -> value > 0.0)

    [ for table in List.head(sections).Thresholds -> samplesTo table ]
    @ [
        for table in List.head(sections).Measurements do
            if
                table.HasVerdict
                && table.EndTogether
                && table.Facts.Better = BetterSide.Lower
                && shrinks table.Measurement
            then
                atEnd table
    ]

let private exponents (values: (float * Map<int64, float>) list) =
    let seeds = values |> List.collect (snd >> Map.keys >> List.ofSeq) |> List.distinct

    let slopeOf seed =
        let points =
            values
            |> List.choose (fun (size, bySeed) -> bySeed.TryFind seed |> Option.map (fun value -> log size, log value))

        if points.Length = values.Length then
            Some(slope points)
        else
            None

    seeds |> List.sort |> List.choose slopeOf

let private row (sized: Sized list) quantity (subject: Variant) =
    let here =
        sized
        |> List.choose (fun one ->
            one.Section.Variants
            |> List.tryFind subject.IsSame
            |> Option.map (fun found -> one.Size, found, quantity.Read one.Section found))

    let slopes = here |> List.map (fun (size, _, values) -> size, values) |> exponents

    let seeds =
        here
        |> List.collect (fun (_, found, _) -> found.Records |> List.map _.Seed)
        |> List.distinct

    {
        Name = subject.Name
        IsBaseline = subject.IsBaseline
        Points =
            [
                for size, found, values in here ->
                    {
                        Size = size
                        Result = SampleStatistics.Estimate(values |> Map.values |> Seq.toArray)
                        Missing = found.Records.Length - values.Count
                    }
            ]
        Exponent =
            if here.Length = sized.Length then
                SampleStatistics.Estimate(List.toArray slopes)
            else
                SampleStatistics.Estimate [||]
        LeftOut = seeds.Length - slopes.Length
    }

/// `decay`, or `source.features` where another companion is named alike.
let private companionName companions (path: Path) =
    if companions |> List.filter (fun other -> leaf other = leaf path) |> List.length > 1 then
        $"{path.Head}.{leaf path}"
    else
        leaf path

let private scaling axis companions where (sized: Sized list) quantity =
    {
        Axis = leaf axis
        With = companions |> List.map (companionName companions)
        Where = where
        Quantity = quantity.Name
        Title = quantity.Title
        Rows = (List.head sized).Section.Variants |> List.map (row sized quantity)
    }

let private spansEnough (sized: Sized list) =
    let sizes = sized |> List.map _.Size

    List.distinct sizes |> List.length = sizes.Length
    && sizes.Length >= least
    && List.max sizes >= span * List.min sizes

/// The groups of sections that differ in size alone, each with its name.
let private groupsOf rest (sized: Sized list) =
    sized
    |> List.groupBy (fun one -> rest |> List.map (fun path -> path, Map.tryFind path one.Entries))
    |> List.map (fun (key, group) ->
        let parts =
            key
            |> List.map (fun (path, value) ->
                $"""{leaf path}={value |> Option.map text |> Option.defaultValue "none"}""")

        String.concat ", " parts, group |> List.sortBy _.Size)

/// One for every result, where three settings or more differ in one numeric axis, or in several that change together.
let find (experiment: ExperimentRecord) (sections: Section list) =
    let specs =
        sections
        |> List.choose (fun section ->
            section.Variants
            |> List.collect _.Records
            |> List.tryHead
            |> Option.map (fun record -> section, ofSetting experiment.ComparesArchitectures record))

    match axesOf (List.map snd specs) with
    | [] -> []
    | axis :: _ ->
        let sized =
            [
                for section, entries in specs ->
                    {
                        Section = section
                        Entries = Map.ofList entries
                        Size = sizeAt axis (Map.ofList entries)
                    }
            ]

        let others = varying (List.map snd specs) |> List.filter (fun path -> path <> axis)

        let companions, rest = others |> List.partition (followsSize sized)

        [
            for where, group in groupsOf rest sized do
                if spansEnough group then
                    for quantity in quantities (group |> List.map _.Section) ->
                        scaling axis companions where group quantity
        ]
