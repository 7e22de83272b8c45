/// A table as an Apache Parquet file.
module internal SparsePlugins.Tables.ParquetFile

open System
open System.IO
open System.Threading.Tasks
open Parquet
open Parquet.Schema

/// Rows per row group.
let private groupRows = 1_000_000

let private field (column: Column) =
    let ofType valueType isNullable =
        DataField(column.Name, valueType, Nullable<bool> isNullable)

    match column.Values with
    | Texts _ -> ofType typeof<string> false
    | Integers _ -> ofType typeof<int64> false
    | OptionalIntegers _ -> ofType typeof<int64> true
    | Numbers _ -> ofType typeof<float> false

let private write (group: ParquetRowGroupWriter) first count (field: DataField, column: Column) : Task =
    match column.Values with
    | Texts values -> group.WriteAsync(field, ArraySegment<string>(values, first, count))
    | Integers values -> group.WriteAsync<int64>(field, ReadOnlyMemory<int64>(values, first, count))
    | OptionalIntegers values -> group.WriteAsync<int64>(field, ReadOnlyMemory<Nullable<int64>>(values, first, count))
    | Numbers values -> group.WriteAsync<float>(field, ReadOnlyMemory<float>(values, first, count))

let private writeAll (table: Table) (stream: Stream) =
    task {
        let fields = table.Columns |> List.map field
        let schema = ParquetSchema(fields |> Seq.cast<Field>)
        use! writer = ParquetWriter.CreateAsync(schema, stream)

        for first in 0..groupRows .. table.Rows - 1 do
            use group = writer.CreateRowGroup()

            for column in List.zip fields table.Columns do
                do! write group first (min groupRows (table.Rows - first)) column
    }

/// The file's bytes.
let bytes (table: Table) =
    use stream = new MemoryStream()
    (writeAll table stream).GetAwaiter().GetResult()
    stream.ToArray()
