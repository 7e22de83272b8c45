namespace SparsePlugins.Planning

/// The form of a text, beyond being text.
type internal TextForm =
    {
        /// A regular expression that .NET and JSON Schema read alike.
        Pattern: string
        /// What it says, for messages.
        Rule: string
    }

/// A key with a plain value.
type internal Field =
    {
        Option: OptionSchema
        Required: bool
        Form: TextForm option
        /// Whether `each` may stand there.
        Varies: bool
    }

/// What stands at a key of the manifest.
type internal Shape =
    | Single of Field
    | Seeds
    | Section of Field list
    /// A component, and the keys that it has besides `use` and `with`.
    | OneComponent of ComponentKind * extras: Field list
    /// Components to list, the keys that an entry has besides `use` and `with`, and words that stand for no component.
    | Members of ComponentKind * extras: Field list * words: string list

type internal ManifestKey =
    {
        Name: string
        Summary: string
        Required: bool
        Shape: Shape
    }

/// The keys of a manifest, described once: reading, help and the JSON Schema all follow this list.
module internal ManifestSchema =
    let field (option: OptionSchema) =
        {
            Option = option
            Required = isNull option.Default
            Form = None
            Varies = true
        }

    let private key name optionType (fallback: OptionValue | null) unit summary =
        field
            {
                Name = name
                Type = optionType
                Default = fallback
                Unit = unit
                Summary = summary
                Conditions = []
            }

    let private integer name most (fallback: OptionValue | null) unit summary =
        key name (Integer(1L, most)) fallback unit summary

    let private million = 1_000_000L
    let private manySteps = 1000L * million
    let private manyRows = 16L * million

    let private warmUp summary =
        key "warm_up" (Integer(0L, manySteps)) (IntegerValue 0L) "steps" summary

    let private threshold =
        {
            Pattern = @"^[a-z0-9]+(-[a-z0-9]+)* *(>=|<=) *-?[0-9]{1,15}(\.[0-9]{1,17})?([eE][-+]?[0-9]{1,2})?$"
            Rule = "must be a metric, >= or <=, and a number, such as 'mmcs >= 0.99'"
        }

    let private name =
        { key "name" Text null "" "Names the experiment in reports and folders; words in lower case, joined with '-'." with
            Varies = false
            Form =
                Some
                    {
                        Pattern = "^(?=.{1,100}$)[a-z0-9]{1,40}(-[a-z0-9]{1,40}){0,20}$"
                        Rule =
                            "must be words in lower case joined with '-', 100 characters at most, such as 'orthogonal-or-data'"
                    }
        }

    let private device =
        { key
              "device"
              (Choice [ "auto"; "cpu"; "cuda" ])
              (TextValue "auto")
              ""
              "Where the runs compute; auto takes a GPU where there is one." with
            Varies = false
        }

    let private autoencoder =
        [
            integer "features" manyRows null "features" "F, the features of the dictionary."
        ]

    let private training =
        [
            integer "steps" manySteps null "steps" "Most updates of a run."
            integer "batch" million (IntegerValue 512L) "rows" "B, rows of fresh data an update."
            key "learning_rate" (Number(1e-12, 10.0)) (NumberValue 3e-3) "" "Adam's step size."
            key "beta1" (Number(0.0, 0.999999)) (NumberValue 0.9) "" "Adam's decay of the mean gradient."
            key "beta2" (Number(0.0, 0.99999999)) (NumberValue 0.999) "" "Adam's decay of the mean squared gradient."
            key "epsilon" (Number(1e-30, 1.0)) (NumberValue 1e-8) "" "Adam's guard against division by zero."
            warmUp "Steps over which the learning rate rises to its full value at the start."
            integer "sample" manyRows (IntegerValue 8192L) "rows" "N, rows of training data that initializers see."
            key
                "step"
                (Choice [ "auto"; "fused"; "eager" ])
                (TextValue "auto")
                ""
                "How an update is computed: fused is fast and for a CPU, eager is autograd; auto is fused on a CPU where the architecture allows it."
            { key "stop_when" Text (TextValue "none") "" "Ends a run early: a listed metric and its bound, or none." with
                Form =
                    Some
                        { threshold with
                            Pattern = "^none$|" + threshold.Pattern
                        }
            }
        ]

    let private evaluation =
        [
            integer "every" manySteps (IntegerValue 10L) "steps" "Steps between measurements of the dictionary alone."
            integer
                "data_every"
                manySteps
                (IntegerValue 100L)
                "steps"
                "Steps between measurements that read evaluation data."
            key
                "samples"
                (Integer(2L, manyRows))
                (IntegerValue 8192L)
                "rows"
                "Rows of evaluation data; no run is trained on them."
            { key "thresholds" (Many Text) (ListValue []) "" "Bounds whose first crossing reports tabulate." with
                Form = Some threshold
                Varies = false
            }
        ]

    let private reinitializing =
        [
            integer "every" manySteps null "steps" "Steps between two looks for dead features."
            integer
                "dead_after"
                (manySteps * million)
                null
                "samples"
                "A feature is dead when it has not fired for this many samples."
            warmUp "Steps over which the learning rate of all parameters rises again after features were revived."
        ]

    let private measuring =
        [
            { integer "every" manySteps null "steps" "Steps between two measurements, in place of evaluation's." with
                Required = false
                Varies = false
            }
        ]

    let private baseline =
        { key
              "baseline"
              Text
              null
              ""
              "The member that the others are compared with; where it isn't stated, the first entry of the first list that has several: initializers, architectures, reinitializers." with
            Required = false
            Varies = false
        }

    let pluginsKey = "plugins"

    let private plugins =
        { key
              pluginsKey
              (Many Text)
              (ListValue [])
              ""
              "Plugins that this experiment brings along, beside those that ship: .cs files and plugin folders, relative to the manifest." with
            Required = false
            Varies = false
            Form =
                Some
                    {
                        Pattern = "[^ ]"
                        Rule = "must be a path relative to the manifest, such as 'noisy.cs' or '../my-plugins'"
                    }
        }

    let mostSeeds = 10_000

    /// The list that takes the place of `autoencoder.use`.
    let architecturesKey = "architectures"

    /// In the order of documentation.
    let keys =
        let key name required shape summary =
            {
                Name = name
                Summary = summary
                Required = required
                Shape = shape
            }

        let single (field: Field) =
            key field.Option.Name field.Required (Single field) field.Option.Summary

        [
            single name
            key "seeds" false Seeds "How many repetitions, with the seeds 1 to n, or a list of seeds."
            single { device with Required = false }
            single plugins
            key "source" true (OneComponent(Source, [])) "Where the activations come from."
            key
                "autoencoder"
                true
                (OneComponent(Architecture, autoencoder))
                "The sparse autoencoder: its architecture and size; with a list of architectures, its size alone."
            key
                architecturesKey
                false
                (Members(Architecture, [], []))
                "Architectures, in place of the one of autoencoder; entries are compared."
            key "training" true (Section training) "How it is trained; a step is one update of Adam."
            key "evaluation" false (Section evaluation) "How often and on how much data it is measured."
            key "initializers" true (Members(Initializer, [], [])) "Where a dictionary starts; entries are compared."
            key
                "reinitializers"
                false
                (Members(Reinitializer, reinitializing, [ "none" ]))
                "What happens to dead features; entries are compared, none leaves them."
            key "metrics" true (Members(Metric, measuring, [])) "What is measured."
            single baseline
        ]

    /// Keys whose values are mappings of plain values.
    let sections = [ "training"; "evaluation" ]

    /// The fields of a section.
    let section name =
        keys
        |> List.pick (fun key ->
            match key.Shape with
            | Section fields when key.Name = name -> Some fields
            | OneComponent(_, extras) when key.Name = name -> Some extras
            | Single field when key.Name = name -> Some [ field ]
            | Members(_, extras, _) when key.Name = name -> Some extras
            | Single _
            | Seeds
            | Section _
            | OneComponent _
            | Members _ -> None)
