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

    private static IKeychain Alice => new FixedKeychain("alice", "s3cret");

    private static RegistryClient Client(TimeSpan? attemptTimeout = null, IKeychain? keychain = null) => new(new RegistryOptions
    {
        Keychain = keychain ?? AnonymousKeychain.Instance,
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
    [InlineData(nameof(Fault.Reset), nameof(RegistryProblemKind.Unreachable), "connection was reset")]
    [InlineData(nameof(Fault.Close), nameof(RegistryProblemKind.Unreachable), "was closed before the response was complete")]
    [InlineData(nameof(Fault.Truncate), nameof(RegistryProblemKind.Unreachable), "was closed before the response was complete")]
    [InlineData(nameof(Fault.Corrupt), nameof(RegistryProblemKind.InvalidResponse), "do not match the digest")]
    [InlineData(nameof(Fault.TooManyRequests), nameof(RegistryProblemKind.RateLimited), "429")]
    [InlineData(nameof(Fault.InternalServerError), nameof(RegistryProblemKind.ServerError), "500")]
    [InlineData(nameof(Fault.RedirectElsewhere), nameof(RegistryProblemKind.InvalidResponse), "redirects to registry.invalid without TLS")]
    public async Task A_fault_that_stays_is_told_in_words(string fault, string kind, string words)
    {
        using var server = new FaultServer(Image, request =>
            request.StartsWith("GET", StringComparison.Ordinal) && request.Contains("/manifests/", StringComparison.Ordinal)
                ? Enum.Parse<Fault>(fault)
                : Fault.None);
        using var client = Client();

        (await client.ShouldFail($"{server.Authority}/a/app:1", Enum.Parse<RegistryProblemKind>(kind))).Message.ShouldContain(words);
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
    public async Task A_token_that_expires_after_any_answer_is_renewed_and_the_password_goes_to_the_token_server_alone()
    {
        using var server = new FaultServer(Image, static _ => Fault.None) { AnswersOfToken = static () => 1 };
        using var client = Client(keychain: Alice);

        (await client.Resolve($"{server.Authority}/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);

        server.Expired.ShouldBe(2);
        server.Authorizations.Count(static shown => shown.StartsWith("Basic ", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task A_thousand_resolutions_through_random_faults_are_right_or_refused_in_words_and_none_hangs()
    {
        var random = new Random(20261122);
        var faults = Enum.GetValues<Fault>();
        Fault Next(string request)
        {
            lock (random)
            {
                var fault = random.NextDouble() < 0.25 ? faults[random.Next(faults.Length)] : Fault.None;
                return fault == Fault.Corrupt && request.Contains(" /token", StringComparison.Ordinal) ? Fault.None : fault;
            }
        }

        using var other = new FaultServer(Image, Next);
        using var server = new FaultServer(Image, Next)
        {
            Other = other,
            AnswersOfToken = () =>
            {
                lock (random) return random.Next(1, 4);
            },
        };
        var clock = Stopwatch.StartNew();
        var right = 0;
        var refused = new ConcurrentBag<RegistryProblem>();
        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, cancellationToken) =>
        {
            using var client = Client(attemptTimeout: TimeSpan.FromSeconds(1), Alice);
            try
            {
                var image = await client.ResolveAsync(ImageReference.Parse($"{server.Authority}/a/app:1"), cancellationToken);
                image.Digest.ToString().ShouldBe(Image.Digest);
                Interlocked.Increment(ref right);
            }
            catch (RegistryException exception)
            {
                refused.Add(exception.Problem);
            }
        });

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{right} right, {refused.Count} refused in {clock.Elapsed.TotalSeconds:0.0} s, {server.Expired} tokens expired: "
                + $"{string.Join(", ", refused.CountBy(static failure => failure.Kind))}");
        (right + refused.Count).ShouldBe(1000);
        right.ShouldBeGreaterThan(500);
        refused.ShouldAllBe(static failure => failure.Message.Length > 0);
        refused.Select(static failure => failure.Kind)
            .ShouldNotContain(RegistryProblemKind.Unauthorized, "a token that has expired is renewed");
        refused.Select(static failure => failure.Kind).ShouldNotContain(RegistryProblemKind.NotFound, "the image is there");
        server.Expired.ShouldBeGreaterThan(100);
        server.Authorizations.ShouldContain(static shown => shown.StartsWith("Basic ", StringComparison.Ordinal));
        other.Authorizations.ShouldBeEmpty("no other host is shown anything");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }
}
