using System.Globalization;
using System.Text.Json;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Archives;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Facts;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Inspection.Damage;

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
            File.WriteAllBytes(path, DamagedArchive.Of(Samples[random.Next(Samples.Length)], random, "../escaped"));
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
        File.Exists(Path.Combine(_folder.Path, "..", "escaped")).ShouldBeFalse();
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
