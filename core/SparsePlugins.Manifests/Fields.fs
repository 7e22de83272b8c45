namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// The form of a text, beyond being text.
type TextForm =
    {
        /// A regular expression that .NET and JSON Schema read alike.
        Pattern: string
        /// What it says, for messages.
        Rule: string
    }

/// A key with a plain value.
type KeyField =
    {
        Option: OptionSchema
        Required: bool
        Form: TextForm option
        /// Whether `each` may stand there.
        Varies: bool
    }

    /// The field of an option as its schema describes it.
    static member Create(option: OptionSchema) : KeyField =
        {
            Option = option
            Required = isNull option.Default
            Form = None
            Varies = true
        }

/// A checked value, and where the manifest states it (nowhere for a default).
type Stated<'T> =
    { Value: 'T; Position: Position option }

/// Checked values by the names of their keys.
type Values = Map<string, Stated<OptionValue>>

/// A key, and what its checked values are.
type Key<'T> =
    {
        Field: KeyField
        Convert: OptionValue -> 'T
    }

    member key.Name = key.Field.Option.Name

/// Keys that stand together, and the record that their values make.
type KeySection<'T> =
    {
        Fields: KeyField list
        Read: Values -> 'T
    }

module Key =
    let private make name optionType (fallback: OptionValue | null) unit summary convert : Key<'T> =
        {
            Field =
                KeyField.Create
                    {
                        Name = name
                        Type = optionType
                        Default = fallback
                        Unit = unit
                        Summary = summary
                        Conditions = []
                        DecidesResult = true
                    }
            Convert = convert
        }

    let private mismatch value : 'T =
        invalidOp $"{value} was checked as another type"

    let private toInteger value =
        match value with
        | IntegerValue value -> value
        | FlagValue _
        | NumberValue _
        | TextValue _
        | ListValue _ -> mismatch value

    let private toNumber value =
        match value with
        | NumberValue value -> value
        | FlagValue _
        | IntegerValue _
        | TextValue _
        | ListValue _ -> mismatch value

    let private toText value =
        match value with
        | TextValue text -> text
        | FlagValue _
        | IntegerValue _
        | NumberValue _
        | ListValue _ -> mismatch value

    let private toTexts value =
        match value with
        | ListValue items -> items |> Seq.map toText |> List.ofSeq
        | FlagValue _
        | IntegerValue _
        | NumberValue _
        | TextValue _ -> mismatch value

    let private toIntegers value =
        match value with
        | ListValue items -> items |> Seq.map toInteger |> List.ofSeq
        | FlagValue _
        | IntegerValue _
        | NumberValue _
        | TextValue _ -> mismatch value

    let private toFlag value =
        match value with
        | FlagValue value -> value
        | IntegerValue _
        | NumberValue _
        | TextValue _
        | ListValue _ -> mismatch value

    /// False unless it is stated.
    let flag name summary =
        make name Flag (FlagValue false) "" summary toFlag

    let integer name (least, most) (fallback: int64 option) unit summary =
        let fallback = fallback |> Option.map IntegerValue |> Option.toObj
        make name (Integer(least, most)) fallback unit summary toInteger

    /// A whole number that an int holds.
    let size name (least, most: int) (fallback: int option) unit summary =
        let fallback = fallback |> Option.map (int64 >> IntegerValue) |> Option.toObj
        make name (Integer(least, int64 most)) fallback unit summary (toInteger >> int)

    let number name range (fallback: float) summary =
        make name (Number range) (NumberValue fallback) "" summary toNumber

    /// One of several words; the first is the default.
    let choice name (cases: (string * 'T) list) summary =
        let convert value =
            let text = toText value
            cases |> List.find (fun (word, _) -> word = text) |> snd

        make name (Choice(cases |> List.map fst)) (TextValue(fst cases.Head)) "" summary convert

    let text name (fallback: string option) summary (parse: string -> 'T) =
        let fallback = fallback |> Option.map TextValue |> Option.toObj
        make name Text fallback "" summary (toText >> parse)

    /// A list that is empty unless it is stated.
    let texts name summary (parse: string -> 'T) =
        make name (Many Text) (ListValue []) "" summary (toTexts >> List.map parse)

    /// Whole numbers, none unless they are stated.
    let integers name range summary =
        make name (Many(Integer range)) (ListValue []) "" summary toIntegers

    let formed form (key: Key<'T>) =
        { key with
            Field = { key.Field with Form = Some form }
        }

    /// Holds for the whole experiment: no `each` may stand there.
    let fixedly (key: Key<'T>) =
        { key with
            Field = { key.Field with Varies = false }
        }

    let optional (key: Key<'T>) =
        { key with
            Field = { key.Field with Required = false }
        }

    /// Of a key that need not be stated and has no default.
    let tryGet (key: Key<'T>) (values: Values) : Stated<'T> option =
        Map.tryFind key.Name values
        |> Option.map (fun stated ->
            {
                Value = key.Convert stated.Value
                Position = stated.Position
            })

    let get (key: Key<'T>) (values: Values) : Stated<'T> =
        match tryGet key values with
        | Some stated -> stated
        | None -> invalidOp $"'{key.Name}' was not read"

module KeySection =
    /// A component without keys besides `use` and `with`.
    let none: KeySection<unit> = { Fields = []; Read = ignore }
