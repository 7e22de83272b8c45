namespace SparsePlugins.Tables

open System.Collections.Generic
open SparsePlugins.Analysis
open SparsePlugins.Records

/// A file for other programs.
type DataFile =
    {
        /// Relative to the experiment's folder, with `/`: `tables/curves.parquet`.
        Path: string
        Content: byte array
    }

/// A way to write the curves and the runs of an experiment for other programs. The same records give the same bytes.
[<NoComparison; NoEquality>]
type DataFormat =
    private
        {
            name: string
            says: string
            folder: string
            files: ExperimentRecord -> Run list -> DataFile list
        }

    /// `parquet`
    member format.Name = format.name

    /// What it writes, for the help.
    member format.Contents = format.says

    /// The folder with its files, relative to the experiment's.
    member format.Folder = format.folder

    /// Its files.
    member format.Files(experiment: ExperimentRecord, runs: IReadOnlyList<Run>) : IReadOnlyList<DataFile> =
        format.files experiment (List.ofSeq runs) |> Array.ofList :> _

    static member private Tables name says (bytes: Table -> byte array) =
        {
            name = name
            says = says
            folder = "tables"
            files =
                fun experiment runs ->
                    [
                        for table in [ CurveTable.create experiment runs; RunTable.create experiment runs ] do
                            {
                                Path = $"tables/{table.Name}.{name}"
                                Content = bytes table
                            }
                    ]
        }

    /// `tables/curves.parquet` and `tables/runs.parquet`.
    static member Parquet =
        DataFormat.Tables "parquet" "tables/curves.parquet and tables/runs.parquet" ParquetFile.bytes

    /// The same tables, an object per row.
    static member JsonLines =
        DataFormat.Tables "jsonl" "the same tables as JSON lines" JsonLines.bytes

    /// A folder per run, with its hyperparameters and curves.
    static member TensorBoard =
        {
            name = "tensorboard"
            says = "tensorboard/, event files with hyperparameters and curves"
            folder = "tensorboard"
            files =
                fun experiment runs ->
                    [
                        for run in runs do
                            match run.Record with
                            | None -> ()
                            | Some record ->
                                {
                                    Path = EventFile.path run.Planned
                                    Content = EventFile.bytes experiment run.Planned record
                                }
                    ]
        }

    /// Every format.
    static member All: IReadOnlyList<DataFormat> =
        [| DataFormat.Parquet; DataFormat.JsonLines; DataFormat.TensorBoard |]
