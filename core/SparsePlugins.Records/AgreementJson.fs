namespace SparsePlugins.Records

open SparsePlugins.Records.JsonFields

module private AgreementFields =
    let pair field : AgreementPair =
        {
            First = text "first" field
            Second = text "second" field
            Features = count "features" field
            Cosine = number "cosine" field
            Above07 = number "above_0.7" field
            Above09 = number "above_0.9" field
        }

    let agreement field : AgreementRecord = { Pairs = list pair "pairs" field }

/// The agreement of dictionaries as JSON text.
[<AbstractClass; Sealed>]
type AgreementJson =
    /// The version of the format, which every file names.
    static member FormatVersion = 1L

    /// Indented JSON with keys in a fixed order, ended by a checksum.
    static member Write(agreement: AgreementRecord) =
        JsonText.write (fun json ->
            json.WriteNumber("format", AgreementJson.FormatVersion)

            JsonText.objects json "pairs" agreement.Pairs (fun pair ->
                json.WriteString("first", pair.First)
                json.WriteString("second", pair.Second)
                json.WriteNumber("features", pair.Features)
                JsonText.number json "cosine" pair.Cosine
                JsonText.number json "above_0.7" pair.Above07
                JsonText.number json "above_0.9" pair.Above09))
        |> Checksum.seal

    /// Raises RecordFormatException, with the key and what is wrong with it, where the text is torn or is not what its checksum says.
    static member Read(text: string) : AgreementRecord =
        parse "the agreement" AgreementJson.FormatVersion "pairs" AgreementFields.agreement text
