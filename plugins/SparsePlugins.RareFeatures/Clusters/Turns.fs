namespace SparsePlugins.RareFeatures

/// Takes from several groups in turn, so that none serves twice before each has served once.
module internal Turns =
    /// Items of groups by key, the groups and their items in order of first appearance.
    let groups (key: 'item -> int) (items: 'item[]) =
        items |> Array.groupBy key |> Array.map snd

    /// Round after round one item of every group, until all are taken.
    let take (groups: 'item[][]) =
        let rounds = groups |> Array.fold (fun most group -> max most group.Length) 0

        [|
            for round in 0 .. rounds - 1 do
                for group in groups do
                    if round < group.Length then
                        group[round]
        |]
