namespace SparsePlugins.Specs

open SparsePlugins.Yaml

/// What is wrong with a part of a manifest; a case where a program may want to know which rule it is.
type Fault =
    /// No plugin that is loaded has the component.
    | UnknownComponent of kind: ComponentKind * name: string * known: string list
    /// A key, an option, a variant or a metric that isn't there.
    | UnknownName of noun: string * name: string * known: string list * advice: string
    /// A key that belongs elsewhere, to `training.steps`.
    | MisplacedKey of key: string * home: string
    /// An option of a component that stands beside `with`.
    | MisplacedOption of option: string
    /// A key that must be there isn't.
    | Missing of rule: string
    /// A key stands there without a value.
    | NoValue of rule: string
    | WrongValue of rule: string * got: string * advice: string
    /// An option that another one switches off, and what that is.
    | WithoutEffect of condition: OptionCondition * got: OptionValue option
    /// Something that stands there already.
    | Repeated of statement: string * advice: string
    /// So many problems are not shown.
    | FurtherProblems of count: int
    /// Any other rule.
    | Rule of sentence: string

    /// From a sentence.
    static member op_Implicit(sentence: string) : Fault = Rule sentence

module Fault =
    let noun kind =
        match kind with
        | Source -> "source"
        | Architecture -> "architecture"
        | ComponentKind.Initializer -> "initializer"
        | ComponentKind.Reinitializer -> "reinitializer"
        | Metric -> "metric"

    let private butIs (got: OptionValue option) =
        match got with
        | Some value -> $", but it is {OptionText.render value}"
        | None -> ""

    /// The fault in words, with what to type instead.
    let text fault =
        match fault with
        | UnknownComponent(kind, name, known) -> Spelling.unknown (noun kind) known name
        | UnknownName(noun, name, known, advice) -> Spelling.unknown noun known name + advice
        | MisplacedKey(key, home) -> $"no key named '{key}' here; did you mean '{home}'?"
        | MisplacedOption option -> $"'{option}' is an option of the component: put it under with: {{ {option}: ... }}"
        | Missing rule -> $"is required{rule}"
        | NoValue rule -> $"has no value; it {rule}"
        | WrongValue(rule, got, advice) -> $"{rule}, got {got}{advice}"
        | WithoutEffect(condition, got) ->
            $"{Conditions.rule condition}{butIs got}; remove it, or {Conditions.fix condition}"
        | Repeated(statement, advice) -> statement + advice
        | FurtherProblems count -> $"and {count} more problems from here on"
        | Rule sentence -> sentence
