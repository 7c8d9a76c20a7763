using System.Globalization;
using System.Text;
using System.Text.Json;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Archives;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Facts;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>
/// Archives with random damage give facts or one message, and never another exception. <c>CONTAINERGUARD_FUZZ</c> is the number of
/// archives, and <c>CONTAINERGUARD_FUZZ_SEED</c> repeats a run.
/// </summary>
public sealed class InspectionFuzzTests : IDisposable
{
    private const int DefaultIterations = 400;

    /// <summary>Small, so that a number that damage made large is refused at once.</summary>
    private static readonly InspectionOptions Options = new()
    {
        Readers = ImageReaders.All,
        Limits = new InspectionLimits
        {
            Archive = new ArchiveLimits { MostBytes = 32 << 20, MostEntries = 10_000, BytesOfAnyRatio = 1 << 20, MostHoles = 1 << 20 },
        },
    };

    private static readonly byte[][] Samples =
        [.. Directory.GetFiles(RepositoryRoot.Combine("tests", "Unit", "Inspection", "Archives"), "*.tar*")
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    private static readonly byte[][] Values =
        [.. new[] { "0", "-1", "[]", "{}", "null", "true", "\"\"", "[[]]", "1e9", "\"..\"", "999999999", "[null]", "\"\\ud800\"" }
            .Select(Encoding.UTF8.GetBytes)];

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_damaged_archive_gives_facts_or_one_message()
    {
        var count = Number("CONTAINERGUARD_FUZZ") ?? DefaultIterations;
        var seed = Number("CONTAINERGUARD_FUZZ_SEED") ?? Environment.TickCount;
        for (var i = 0; i < count; i++)
        {
            var random = new Random(seed + i);
            var path = _folder.Combine("fuzz.tar");
            File.WriteAllBytes(path, Damage(random));
            try
            {
                using var saved = SavedImages.OpenFile(path, Options, TestContext.Current.CancellationToken);
                using var json = new Utf8JsonWriter(Stream.Null);
                new ImageFactsWriter(json).Write(saved, TestContext.Current.CancellationToken);
            }
            catch (InspectionException failure)
            {
                failure.Message.ShouldNotContain("\n");
            }
            catch (Exception exception)
            {
                Assert.Fail($"The archive of seed {seed + i} throws {exception}");
            }
        }

        Directory.GetFileSystemEntries(_folder.Path).ShouldHaveSingleItem();
    }

    private static byte[] Damage(Random random)
    {
        var bytes = (byte[])Samples[random.Next(Samples.Length)].Clone();
        for (var changes = random.Next(1, 12); changes > 0; changes--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes = bytes[..Math.Max(1, at)];
                    break;
                case 3:
                    // A field of a header, with a checksum that agrees.
                    var block = at / TarHeader.BlockSize * TarHeader.BlockSize;
                    if (block + TarHeader.BlockSize > bytes.Length) break;
                    var header = bytes[block..(block + TarHeader.BlockSize)];
                    for (var i = 0; i < 4; i++) header[random.Next(TarHeader.BlockSize)] = (byte)random.Next(256);
                    TarBuilder.Sign(header);
                    header.CopyTo(bytes, block);
                    break;
                case 4:
                    random.NextBytes(bytes.AsSpan(at, Math.Min(random.Next(64), bytes.Length - at)));
                    break;
                case 5:
                    DamageValue(bytes, at, random);
                    break;
                default:
                    var from = random.Next(bytes.Length);
                    var length = Math.Min(random.Next(1024), bytes.Length - Math.Max(at, from));
                    bytes.AsSpan(from, length).ToArray().CopyTo(bytes, at);
                    break;
            }
        }

        return bytes;
    }

    /// <summary>A value of another type or size in a manifest, an index or a configuration, whose length stays.</summary>
    private static void DamageValue(byte[] bytes, int from, Random random)
    {
        var colon = bytes.AsSpan(from).IndexOf("\":"u8);
        if (colon < 0) return;
        var value = bytes.AsSpan(from + colon + 2);
        var end = value.IndexOfAny(",}]\0"u8);
        var other = Values[random.Next(Values.Length)];
        if (end < other.Length) return;
        value[..end].Fill((byte)' ');
        other.CopyTo(value);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
