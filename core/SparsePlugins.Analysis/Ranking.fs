/// The one order of tables and figures: by result.
module SparsePlugins.Analysis.Ranking

/// The place of a variant of the setting, from 0, the best.
let placeOf (section: Section) =
    let order = Criteria.ranked section
    fun (subject: Variant) -> order |> List.findIndex subject.IsSame

/// The variant that did best among those that are no baseline; None where nothing is ranked.
let best (section: Section) =
    match Criteria.ofSection section with
    | [] -> None
    | _ -> Criteria.ranked section |> List.tryFind (fun subject -> not subject.IsBaseline)

/// The setting with its variants and the rows of its tables ranked, the best first.
let apply (section: Section) =
    let place = placeOf section

    { section with
        Variants = section.Variants |> List.sortBy place
        Thresholds =
            [
                for table in section.Thresholds ->
                    { table with
                        Rows = table.Rows |> List.sortBy (fun row -> place row.Variant)
                    }
            ]
        Measurements =
            [
                for table in section.Measurements ->
                    { table with
                        Rows = table.Rows |> List.sortBy (fun row -> place row.Variant)
                    }
            ]
        Deciles =
            [
                for table in section.Deciles ->
                    { table with
                        Rows = table.Rows |> List.sortBy (fun row -> place row.Variant)
                    }
            ]
        Revivals = section.Revivals |> List.sortBy (fun row -> place row.Variant)
    }
