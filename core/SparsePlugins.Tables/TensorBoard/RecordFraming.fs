/// How TensorBoard's files hold their events: the length, its checksum, the event, and the event's checksum.
module internal SparsePlugins.Tables.RecordFraming

open System.Buffers.Binary
open System.IO
open System.Numerics

/// CRC-32C of Castagnoli.
let crc (bytes: byte array) =
    let mutable sum = 0xFFFFFFFFu

    for value in bytes do
        sum <- BitOperations.Crc32C(sum, value)

    ~~~sum

/// Rotated by 15 bits and offset, as the files have it.
let private masked (bytes: byte array) =
    BitOperations.RotateRight(crc bytes, 15) + 0xA282EAD8u

let private unsigned (value: uint32) =
    let bytes: byte array = Array.zeroCreate 4
    BinaryPrimitives.WriteUInt32LittleEndian(bytes, value)
    bytes

/// Appends an event.
let write (stream: Stream) (event: byte array) =
    let length: byte array = Array.zeroCreate 8
    BinaryPrimitives.WriteUInt64LittleEndian(length, uint64 event.Length)
    stream.Write length
    stream.Write(unsigned (masked length))
    stream.Write event
    stream.Write(unsigned (masked event))
