namespace SparsePlugins.Planning

open System.Globalization
open System.Text.RegularExpressions

/// Checked values by name, as plain types.
module internal Values =
    let private mismatch name =
        invalidOp $"'{name}' was checked as another type"

    let private get name (values: Map<string, Stated>) = values[name].Value

    /// A whole number that was read.
    let whole name (stated: Stated) =
        match stated.Value with
        | IntegerValue value -> value
        | FlagValue _
        | NumberValue _
        | TextValue _
        | ListValue _ -> mismatch name

    let integer name (values: Map<string, Stated>) = whole name values[name]

    /// Of a key that need not be stated.
    let tryInteger name (values: Map<string, Stated>) =
        if values.ContainsKey name then
            Some(integer name values)
        else
            None

    let number name values =
        match get name values with
        | NumberValue value -> value
        | FlagValue _
        | IntegerValue _
        | TextValue _
        | ListValue _ -> mismatch name

    /// Of a key that need not be stated.
    let tryNumber name (values: Map<string, Stated>) =
        if values.ContainsKey name then
            Some(number name values)
        else
            None

    let flag name values =
        match get name values with
        | FlagValue value -> value
        | IntegerValue _
        | NumberValue _
        | TextValue _
        | ListValue _ -> mismatch name

    let private textOf name value =
        match value with
        | TextValue text -> text
        | FlagValue _
        | IntegerValue _
        | NumberValue _
        | ListValue _ -> mismatch name

    let text name values = get name values |> textOf name

    let private threshold (text: string) : Threshold =
        let parts =
            Regex.Match(text, "^([a-z0-9-]+) *(>=|<=) *(.+)$", RegexOptions.CultureInvariant).Groups

        {
            Metric = parts[1].Value
            Crossing = if parts[2].Value = ">=" then AtLeast else AtMost
            Value = System.Double.Parse(parts[3].Value, CultureInfo.InvariantCulture) + 0.0
        }

    /// Of `training`.
    let stopWhen values : Threshold option =
        match textOf "stop_when" (get "stop_when" values) with
        | "none" -> None
        | text -> Some(threshold text)

    /// Of `evaluation`.
    let thresholds values : Threshold list =
        match get "thresholds" values with
        | ListValue items -> items |> Seq.map (textOf "thresholds" >> threshold) |> List.ofSeq
        | FlagValue _
        | IntegerValue _
        | NumberValue _
        | TextValue _ -> mismatch "thresholds"
