namespace SparsePlugins.Records

open System

/// A record or an experiment file that cannot be read; the message names the key and what is wrong with it.
[<Sealed>]
type RecordFormatException(message: string, cause: exn | null) =
    inherit Exception(message, cause)

    new(message) = RecordFormatException(message, null)
