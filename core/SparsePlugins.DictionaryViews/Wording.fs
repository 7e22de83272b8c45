/// Names, shares and headings of the figures of dictionaries.
module internal SparsePlugins.DictionaryViews.Wording

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Statistics

let nameOf (subject: Variant) =
    if subject.IsBaseline then
        $"{subject.Name} (baseline)"
    else
        subject.Name

let percent share =
    if share = 0.0 then
        "0 %"
    elif share < 0.001 then
        "< 0.1 %"
    else
        Numbers.fixedTo (if share < 0.1 then 1 else 0) (100.0 * share) + " %"

let words title subtitle description : Sheet.Words =
    {
        Title = title
        Subtitle = subtitle
        Description = description
    }
