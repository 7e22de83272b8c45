namespace SparsePlugins.Documents

open System
open System.IO
open System.Reflection
open System.Security.Cryptography
open System.Text

/// Style sheets and scripts that lie in an assembly, for pages that need nothing but themselves.
[<RequireQualifiedAccess>]
module EmbeddedPage =
    /// A text of an assembly.
    let read (assembly: Assembly) name =
        match assembly.GetManifestResourceStream name with
        | null -> invalidOp $"the assembly holds no {name}"
        | stream ->
            use reader = new StreamReader(stream)
            reader.ReadToEnd().ReplaceLineEndings "\n"

    /// Scripts as one, whose names are its own; in the order in which they use each other.
    let script (parts: string list) =
        "\"use strict\";\n(() => {\n" + String.Join("\n", parts) + "})();\n"

    /// What a content security policy calls an inline text by.
    let hash (text: string) =
        "'sha256-"
        + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes text))
        + "'"
