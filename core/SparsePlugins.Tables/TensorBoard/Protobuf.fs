/// Fields of Protocol Buffers messages as bytes; a message is its fields one after the other.
module internal SparsePlugins.Tables.Protobuf

open System.Buffers.Binary
open System.Text

let rec private varint (value: uint64) : byte list =
    if value < 0x80UL then
        [ byte value ]
    else
        byte (value &&& 0x7FUL ||| 0x80UL) :: varint (value >>> 7)

let private tag (field: int) (wireType: int) =
    varint (uint64 (field <<< 3 ||| wireType))

let message (fields: byte array list) = Array.concat fields

/// int32, int64, enum.
let integer field (value: int64) =
    Array.ofList (tag field 0 @ varint (uint64 value))

/// A message, bytes or packed numbers.
let nested field (content: byte array) =
    Array.append (Array.ofList (tag field 2 @ varint (uint64 content.Length))) content

let text field (value: string) =
    nested field (Encoding.UTF8.GetBytes value)

let double field (value: float) =
    let bytes: byte array = Array.zeroCreate 8
    BinaryPrimitives.WriteDoubleLittleEndian(bytes, value)
    Array.append (Array.ofList (tag field 1)) bytes

let single field (value: float) =
    let bytes: byte array = Array.zeroCreate 4
    BinaryPrimitives.WriteSingleLittleEndian(bytes, float32 value)
    Array.append (Array.ofList (tag field 5)) bytes
