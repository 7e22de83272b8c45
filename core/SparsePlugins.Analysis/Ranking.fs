/// The one order of tables: by result.
module SparsePlugins.Analysis.Ranking

/// The setting with its variants and the rows of its tables ranked, the best first.
let apply experiment (section: Section) =
    let order = Criteria.ranked experiment section

    let place (subject: Variant) =
        order |> List.findIndex (fun other -> other.IsSame subject)

    { section with
        Variants = order
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
