namespace SparsePlugins.Tables

open System

/// What a column holds, a value per row.
[<NoComparison; NoEquality>]
type ColumnValues =
    /// Empty where there is none.
    | Texts of string array
    | Integers of int64 array
    /// Null where there is none.
    | OptionalIntegers of Nullable<int64> array
    /// float64; NaN where undefined or where there is none.
    | Numbers of float array

/// A column of a table.
[<NoComparison; NoEquality>]
type Column =
    {
        Name: string
        Values: ColumnValues
    }

    /// A column of what each row has.
    static member Texts name (rows: 'row array) (value: 'row -> string) =
        {
            Name = name
            Values = Texts(Array.map value rows)
        }

    /// The same for integers.
    static member Integers name (rows: 'row array) (value: 'row -> int64) =
        {
            Name = name
            Values = Integers(Array.map value rows)
        }

    /// The same for numbers.
    static member Numbers name (rows: 'row array) (value: 'row -> float) =
        {
            Name = name
            Values = Numbers(Array.map value rows)
        }

    /// The number of rows.
    member column.Rows =
        match column.Values with
        | Texts values -> values.Length
        | Integers values -> values.Length
        | OptionalIntegers values -> values.Length
        | Numbers values -> values.Length

/// A table of columns of one length.
[<NoComparison; NoEquality>]
type Table =
    {
        /// `curves`
        Name: string
        Columns: Column list
    }

    /// The number of rows.
    member table.Rows = table.Columns.Head.Rows
