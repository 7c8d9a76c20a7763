namespace ContainerGuard.Tests.Unit.Inspection.Damage;

/// <summary>Changes bytes and knows nothing of their format.</summary>
internal static class DamagedBytes
{
    /// <summary>One change: a byte, a bit, a cut, noise, or a piece that is copied to another place.</summary>
    public static byte[] Of(byte[] content, Random random)
    {
        if (content.Length == 0) return [(byte)random.Next(256)];
        var bytes = (byte[])content.Clone();
        var at = random.Next(bytes.Length);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                return bytes[..at];
            case 3:
                random.NextBytes(bytes.AsSpan(at, Math.Min(random.Next(64), bytes.Length - at)));
                break;
            case 4:
                var from = random.Next(bytes.Length);
                var length = Math.Min(random.Next(1024), bytes.Length - Math.Max(at, from));
                bytes.AsSpan(from, length).ToArray().CopyTo(bytes, at);
                break;
            default:
                return [.. bytes[..at], .. bytes.AsSpan(at, Math.Min(random.Next(600), bytes.Length - at)), .. bytes[at..]];
        }

        return bytes;
    }
}
