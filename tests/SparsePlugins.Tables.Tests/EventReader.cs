using System.Buffers.Binary;
using Tensorboard;

namespace SparsePlugins.Tables.Tests;

/// <summary>A reader of event files that shares nothing with the writer: a checksum bit by bit, and TensorFlow's own messages.</summary>
internal static class EventReader
{
    /// <summary>All events; every checksum is checked.</summary>
    public static IReadOnlyList<Event> Read(byte[] file)
    {
        var events = new List<Event>();
        for (var at = 0; at < file.Length; )
        {
            var length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at)));
            var header = file.AsSpan(at, 8);
            var content = file.AsSpan(at + 12, length);
            Assert.Equal(Masked(header), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            Assert.Equal(Masked(content), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            events.Add(Event.Parser.ParseFrom(content.ToArray()));
            at += 16 + length;
        }

        return events;
    }

    /// <summary>CRC-32C: the reflected polynomial 0x1EDC6F41, a bit at a time.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 1 ? (sum >> 1) ^ 0x82F63B78 : sum >> 1;
        }

        return ~sum;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var sum = Crc(bytes);
        return unchecked(((sum >> 15) | (sum << 17)) + 0xA282EAD8);
    }
}
