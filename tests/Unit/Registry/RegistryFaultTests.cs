using System.Collections.Concurrent;
using System.Diagnostics;
using ContainerGuard.Images;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>Faults on a real socket, through the real handler.</summary>
public class RegistryFaultTests
{
    private static readonly TestImage Image = TestImage.Create();

    private static RegistryClient Client(TimeSpan? attemptTimeout = null) => new(new RegistryOptions
    {
        RetryDelay = TimeSpan.FromMilliseconds(1),
        AttemptTimeout = attemptTimeout ?? TimeSpan.FromSeconds(15),
    });

    [Theory]
    [InlineData(nameof(Fault.Reset))]
    [InlineData(nameof(Fault.Close))]
    [InlineData(nameof(Fault.Truncate))]
    [InlineData(nameof(Fault.ResetWithinBody))]
    [InlineData(nameof(Fault.TooManyRequests))]
    [InlineData(nameof(Fault.InternalServerError))]
    [InlineData(nameof(Fault.ServiceUnavailable))]
    [InlineData(nameof(Fault.Nonsense))]
    public async Task A_fault_that_passes_is_lived_through_at_every_step(string fault)
    {
        var seen = new ConcurrentDictionary<string, bool>();
        using var server = new FaultServer(Image, request => seen.TryAdd(request, true) ? Enum.Parse<Fault>(fault) : Fault.None);
        using var client = Client();

        (await client.Resolve($"{server.Authority}/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);

        seen.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_stall_within_a_body_is_given_up_and_tried_again()
    {
        var seen = new ConcurrentDictionary<string, bool>();
        using var server = new FaultServer(Image, request =>
            request.Contains("/blobs/", StringComparison.Ordinal) && seen.TryAdd(request, true) ? Fault.Stall : Fault.None);
        using var client = Client(attemptTimeout: TimeSpan.FromSeconds(2));

        (await client.Resolve($"{server.Authority}/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);
    }

    [Theory]
    [InlineData(nameof(Fault.Reset), nameof(RegistryFailureKind.Unreachable), "connection was reset")]
    [InlineData(nameof(Fault.Close), nameof(RegistryFailureKind.Unreachable), "broke before the answer was complete")]
    [InlineData(nameof(Fault.Truncate), nameof(RegistryFailureKind.Unreachable), "broke before the answer was complete")]
    [InlineData(nameof(Fault.Corrupt), nameof(RegistryFailureKind.InvalidResponse), "do not have the digest")]
    [InlineData(nameof(Fault.TooManyRequests), nameof(RegistryFailureKind.RateLimited), "429")]
    [InlineData(nameof(Fault.InternalServerError), nameof(RegistryFailureKind.ServerError), "500")]
    [InlineData(nameof(Fault.RedirectElsewhere), nameof(RegistryFailureKind.InvalidResponse), "redirects to registry.invalid without TLS")]
    public async Task A_fault_that_stays_is_told_in_words(string fault, string kind, string words)
    {
        using var server = new FaultServer(Image, request =>
            request.StartsWith("GET", StringComparison.Ordinal) && request.Contains("/manifests/", StringComparison.Ordinal) ? Enum.Parse<Fault>(fault) : Fault.None);
        using var client = Client();

        (await client.ShouldFail($"{server.Authority}/a/app:1", Enum.Parse<RegistryFailureKind>(kind))).Message.ShouldContain(words);
    }

    [Fact]
    public async Task A_server_that_hangs_up_on_TLS_is_spoken_to_plainly_at_once()
    {
        using var server = new FaultServer(Image, _ => Fault.None);
        using var client = new RegistryClient(new RegistryOptions { RetryDelay = TimeSpan.FromMinutes(5) });

        (await client.Resolve($"{server.Authority}/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);

        server.TlsAttempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_thousand_resolutions_through_random_faults_are_right_or_refused_in_words_and_none_hangs()
    {
        var random = new Random(20261122);
        var faults = Enum.GetValues<Fault>();
        Fault Next()
        {
            lock (random)
            {
                return random.NextDouble() < 0.25 ? faults[random.Next(faults.Length)] : Fault.None;
            }
        }

        using var server = new FaultServer(Image, _ => Next());
        var clock = Stopwatch.StartNew();
        var (right, refused) = (0, 0);
        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, token) =>
        {
            using var client = Client(attemptTimeout: TimeSpan.FromSeconds(1));
            try
            {
                var image = await client.ResolveAsync(ImageReference.Parse($"{server.Authority}/a/app:1"), token);
                image.Digest.ToString().ShouldBe(Image.Digest);
                Interlocked.Increment(ref right);
            }
            catch (RegistryException exception)
            {
                exception.Failure.Message.ShouldNotBeEmpty();
                Interlocked.Increment(ref refused);
            }
        });

        TestContext.Current.TestOutputHelper!.WriteLine($"{right} right, {refused} refused in {clock.Elapsed.TotalSeconds:0.0} s");
        (right + refused).ShouldBe(1000);
        right.ShouldBeGreaterThan(500);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }
}
