namespace SparsePlugins.Planning

/// YAML with the place of everything in it.
type internal Node =
    { Position: Position; Value: NodeValue }

and internal NodeValue =
    /// Plain or quoted text; what it means is for the schema to say.
    | Scalar of text: string * quoted: bool
    | Sequence of Node list
    | Mapping of Entry list
    /// Something refused already; readers skip it in silence.
    | Broken of Problem

and internal Entry =
    {
        Key: string
        KeyPosition: Position
        Value: Node
    }

module internal Tree =
    let broken position message =
        {
            Position = position
            Value = Broken(Problem.at position "" message)
        }

    /// The value of `{ each: ... }`, and any keys beside it.
    let (|Each|_|) (node: Node) =
        match node.Value with
        | Mapping entries ->
            match entries |> List.partition (fun entry -> entry.Key = "each") with
            | each :: _, others -> Some(each, others)
            | [], _ -> None
        | Scalar _
        | Sequence _
        | Broken _ -> None

    /// Nothing was written where a value should be.
    let (|Missing|_|) (node: Node) =
        match node.Value with
        | Scalar(("" | "~" | "null" | "Null" | "NULL"), false) -> true
        | Scalar _
        | Sequence _
        | Mapping _
        | Broken _ -> false

    let children (node: Node) =
        match node.Value with
        | Sequence items -> items
        | Mapping entries -> entries |> List.map _.Value
        | Scalar _
        | Broken _ -> []

    /// Everything that was refused while the tree was made.
    let rec problems (node: Node) =
        match node.Value with
        | Broken problem -> [ problem ]
        | Scalar _
        | Sequence _
        | Mapping _ -> node |> children |> List.collect problems

    /// Where `each` stands in a tree.
    let rec axes (node: Node) =
        match node with
        | Each(each, _) -> [ each.KeyPosition ]
        | _ -> node |> children |> List.collect axes

    /// `a list`, for messages.
    let noun (node: Node) =
        match node.Value with
        | Scalar(text, true) -> $"the text \"{Spelling.quoted(text).Trim '\''}\""
        | Scalar(text, false) -> Spelling.quoted text
        | Sequence _ -> "a list"
        | Mapping _ -> "a mapping"
        | Broken _ -> "something broken"

    let entries (node: Node) =
        match node.Value with
        | Mapping entries -> entries
        | Scalar _
        | Sequence _
        | Broken _ -> []
