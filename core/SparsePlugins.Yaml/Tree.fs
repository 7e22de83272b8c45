namespace SparsePlugins.Yaml

/// YAML with the place of everything in it.
type YamlNode =
    { Position: Position; Value: NodeValue }

and NodeValue =
    /// Plain or quoted text; what it means is for the schema to say.
    | Scalar of text: string * quoted: bool
    | Sequence of YamlNode list
    | Mapping of YamlEntry list
    /// Something refused already, and why; readers skip it in silence.
    | Broken of message: string

and YamlEntry =
    {
        Key: string
        KeyPosition: Position
        Value: YamlNode
    }

module Tree =
    let broken position message =
        {
            Position = position
            Value = Broken message
        }

    /// The value of `{ each: ... }`, and any keys beside it.
    let (|Each|_|) (node: YamlNode) =
        match node.Value with
        | Mapping entries ->
            match entries |> List.partition (fun entry -> entry.Key = "each") with
            | each :: _, others -> Some(each, others)
            | [], _ -> None
        | Scalar _
        | Sequence _
        | Broken _ -> None

    /// Nothing was written where a value should be.
    let (|Missing|_|) (node: YamlNode) =
        match node.Value with
        | Scalar(("" | "~" | "null" | "Null" | "NULL"), false) -> true
        | Scalar _
        | Sequence _
        | Mapping _
        | Broken _ -> false

    let children (node: YamlNode) =
        match node.Value with
        | Sequence items -> items
        | Mapping entries -> entries |> List.map _.Value
        | Scalar _
        | Broken _ -> []

    /// Everything that was refused while the tree was made.
    let rec misreadings (node: YamlNode) : Misreading list =
        match node.Value with
        | Broken message ->
            [
                {
                    Position = node.Position
                    Message = message
                }
            ]
        | Scalar _
        | Sequence _
        | Mapping _ -> node |> children |> List.collect misreadings

    /// Where `each` stands in a tree.
    let rec axes (node: YamlNode) =
        match node with
        | Each(each, _) -> [ each.KeyPosition ]
        | _ -> node |> children |> List.collect axes

    /// `a list`, for messages.
    let noun (node: YamlNode) =
        match node.Value with
        | Scalar(text, true) -> $"the text \"{Spelling.quoted(text).Trim '\''}\""
        | Scalar(text, false) -> Spelling.quoted text
        | Sequence _ -> "a list"
        | Mapping _ -> "a mapping"
        | Broken _ -> "something broken"

    let entries (node: YamlNode) =
        match node.Value with
        | Mapping entries -> entries
        | Scalar _
        | Sequence _
        | Broken _ -> []
