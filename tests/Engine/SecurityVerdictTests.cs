using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Engine;

/// <summary>
/// The security lines, proven by the engine: an image that the rules pass runs as another user than root and has no secret in it, and what
/// they refuse is really so.
/// </summary>
public sealed class SecurityVerdictTests(DockerEngine engine, LockedImages images) : EngineTest(engine), IClassFixture<LockedImages>
{
    private const string Secret = "planted-7f3a91c2e4b5";
    private static readonly string[] OfRoot = ["CG3001", "CG3002", "CG3013"];

    /// <summary>The instructions between FROM and ENTRYPOINT, and whether the process is root.</summary>
    public static TheoryData<string, bool> Users => new()
    {
        { "USER 1000:1000", false },
        { "RUN useradd --system --no-log-init app\nUSER app", false },
        { "ARG U=1001\nUSER ${U}", false },
        { "ARG U\nUSER ${U:-1002}", false },
        { "ENV WORKER=65534\nUSER $WORKER:$WORKER", false },
        { "USER 0\nUSER 1000", false },
        { "ARG U\nUSER $U", true },
        { "ARG U\nUSER ${U:-root}", true },
        { "ARG U=0\nUSER ${U:-1000}", true },
        { "USER 0:1000", true },
        { "USER 00", true },
        { "RUN useradd -o -u 0 operator2\nUSER operator2", true },
        { "RUN useradd --uid=0 --non-unique operator2\nUSER operator2", true },
        { "RUN useradd -u 1000 app && usermod -o -u 0 app\nUSER app", true },
        { "RUN echo 'toor:x:0:0::/:/bin/sh' >> /etc/passwd\nUSER toor", true },
        { "RUN useradd -u 1000 app && sed -i 's/^app:x:1000:/app:x:0:/' /etc/passwd\nUSER app", true },
    };

    [Theory]
    [MemberData(nameof(Users))]
    public async Task The_user_is_what_the_rules_say(string instructions, bool isRoot)
    {
        var text = $"FROM debian:bookworm-slim\n{instructions}\nENTRYPOINT [\"sleep\", \"60\"]\n";
        using var folder = new TemporaryDirectory();

        FindingsOf(text, folder).Any(static finding => OfRoot.Contains(finding)).ShouldBe(isRoot, text);
        await using var built = await Engine.Build(folder.Path, folder.Write("Dockerfile", text), images.BuildOptions);
        await using var container = await built.Run();
        (await container.UserId() == 0).ShouldBe(isRoot, text);
    }

    [Theory]
    [InlineData("exec setpriv --reuid=1000 --regid=1000 --clear-groups \"$@\"", false)]
    [InlineData("mkdir -p /data\nexec setpriv --reuid 1000 --regid 1000 --clear-groups -- \"$@\"", false)]
    [InlineData("exec \"$@\"", true)]
    public async Task An_entry_script_that_steps_down_counts_and_another_does_not(string command, bool isRoot)
    {
        const string text =
            "FROM debian:bookworm-slim\nCOPY --chmod=755 entry.sh /entry.sh\nENTRYPOINT [\"/entry.sh\"]\nCMD [\"sleep\", \"60\"]\n";
        using var folder = new TemporaryDirectory();
        folder.Write("entry.sh", $"#!/bin/sh\nset -e\n{command}\n");

        FindingsOf(text, folder).Any(static finding => OfRoot.Contains(finding)).ShouldBe(isRoot);
        await using var built = await Engine.Build(folder.Path, folder.Write("Dockerfile", text), images.BuildOptions);
        await using var container = await built.Run();

        // The script is root before it steps down.
        (await container.UserIdOf("sleep") == 0).ShouldBe(isRoot);
    }

    /// <summary>The instructions of the image that ships, and whether the secret is in it.</summary>
    public static TheoryData<string, bool> Secrets => new()
    {
        { "RUN --mount=type=secret,id=token test -s /run/secrets/token", false },
        { "RUN --mount=type=secret,id=token,env=TOKEN test -n \"$TOKEN\"", false },
        { "RUN --mount=type=secret,id=token wc -c < /run/secrets/token > /size", false },
        { "RUN --mount=type=secret,id=token cp /run/secrets/token /token", true },
        { "RUN --mount=type=secret,id=token cat /run/secrets/token > /etc/token", true },
        { "RUN --mount=type=secret,id=token,target=/t install -m 600 /t /root/.token", true },
        { "RUN --mount=type=secret,id=token cp /run/secrets/token /token && true\nRUN rm /token", true },
        { $"RUN curl -u deploy:{Secret} https://example.com || true", true },
        { $"ENV DB_PASSWORD={Secret}", true },
        { $"LABEL db.password={Secret}", true },
        { $"COPY <<END /app.ini\npassword = {Secret}\nEND", true },
        { $"ENTRYPOINT [\"mysql\", \"-p{Secret}\"]", true },
        { "COPY .env /app/.env", true },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public async Task The_secret_is_in_the_image_where_the_rules_say_so_and_nowhere_else(string instructions, bool isInImage)
    {
        var text = $"FROM debian:bookworm-slim\n{instructions}\nUSER 1000\n";
        using var folder = new TemporaryDirectory();
        folder.Write(".env", $"TOKEN={Secret}\n");
        var secret = folder.Write("token", Secret);

        FindingsOf(text, folder).Any(static finding => finding.StartsWith("CG40", StringComparison.Ordinal) && finding != "CG4003")
            .ShouldBe(isInImage, text);
        await using var built = await Engine.Build(
            folder.Path, folder.Write("Dockerfile", text), [.. images.BuildOptions, "--secret", $"id=token,src={secret}"]);
        var found = await built.Find(Secret);
        (found.Count > 0 || (await built.History()).Contains(Secret, StringComparison.Ordinal)).ShouldBe(isInImage, text);
    }

    /// <summary>The codes of the findings, with the context's files at hand.</summary>
    private List<string> FindingsOf(string text, TemporaryDirectory folder)
    {
        var path = folder.Write("Dockerfile", text);
        var facts = new FileFacts
        {
            Today = new DateOnly(2026, 11, 25),
            Locked = images.Locked,
            Context = new BuildContexts(PhysicalFileSystem.Instance, folder.Path, "ContainerGuardContext").Of(path),
            IsContextCertain = true,
        };
        return [.. RuleRunner.Run(SourceText.From(text, path), facts, new SeverityPolicy(Level.All)).Select(static found => found.Rule.Id)];
    }
}
