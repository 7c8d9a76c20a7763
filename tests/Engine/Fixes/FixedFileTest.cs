using System.Globalization;
using System.Text.Json;
using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Fixes;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Engine.Fixes;

/// <summary>
/// Base of the tests of files as people write them, in the folders beside this one: each is built, run and probed as it stands, fixed, and
/// built, run and probed again. All of a folder's files share its <c>context</c>, if it has one.
/// </summary>
public abstract class FixedFileTest(DockerEngine engine, LockedImages images) : EngineTest(engine)
{
    /// <summary>The exit code of a process that got SIGKILL.</summary>
    private const int Killed = 137;

    /// <summary>What is to hold of a file.</summary>
    protected sealed record Expectation
    {
        /// <summary>The rules whose findings are fixed, with their number where it is not one: <c>CG1016 (2), CG5010</c>.</summary>
        public required string Fixes { get; init; }

        /// <summary>What the container does, before and after.</summary>
        public required Probe Does { get; init; }

        /// <summary>Who the process is, before and after, where it is not root.</summary>
        public (int Before, int After) User { get; init; }

        /// <summary>Why the file does not build as it stands, from the output of its build; null where it does.</summary>
        public string? FailsBefore { get; init; }

        /// <summary>Whether the fixed container stops when it is told to, instead of being killed.</summary>
        public bool Stops { get; init; }

        /// <summary>What is to hold of the fixed image beside.</summary>
        public Func<BuiltImage, Task>? Image { get; init; }

        /// <summary>What else lies in the context: path and text.</summary>
        public (string Path, string Text)[] Beside { get; init; } = [];

        /// <summary>What ends the lines of the file.</summary>
        public string LineEnding { get; init; } = "\n";
    }

    /// <summary>What a container does that is seen from outside.</summary>
    /// <param name="Expected">What is seen.</param>
    /// <param name="See">How it is seen.</param>
    /// <param name="GoesOn">Whether the container runs on.</param>
    protected sealed record Probe(string Expected, Func<RunningContainer, Task<string>> See, bool GoesOn = true);

    /// <summary>It answers an HTTP request.</summary>
    protected static Probe Serves(string text, int port, string path = "/") =>
        new(text, async container => (await container.Get(path, port)).Body.Trim());

    /// <summary>It writes this, among other things, and runs on.</summary>
    protected static Probe Writes(string text) => new(text, async container =>
    {
        await container.WaitForLog(text);
        return text;
    });

    /// <summary>It writes this and ends well.</summary>
    protected static Probe Prints(string text) => new(
        text,
        async container =>
        {
            var exitCode = await container.Wait();
            var log = (await container.Logs()).ReplaceLineEndings("\n").Trim();
            return exitCode == 0 ? log : $"{exitCode}: {log}";
        },
        GoesOn: false);

    /// <summary>Takes one file the whole way.</summary>
    /// <param name="name">Folder and name, without the extension.</param>
    /// <param name="expected">What is to hold of it.</param>
    protected async Task Verify(string name, Expectation expected)
    {
        using var folder = new TemporaryDirectory();
        var dockerfile = Copy(name, folder.Path, expected.LineEnding);
        foreach (var (path, text) in expected.Beside) folder.Write(path, text);
        var written = await File.ReadAllTextAsync(dockerfile, TestContext.Current.CancellationToken);

        JsonElement? config = null;
        var warningsBefore = await Warnings(folder.Path, dockerfile);
        if (expected.FailsBefore is { } reason)
        {
            (await Engine.Docker(folder.Path, ["build", "--network=host", "--progress=plain", .. images.BuildOptions, folder.Path]))
                .ShouldFail().Output.ShouldContain(reason);
        }
        else
        {
            await using var before = await Engine.Build(folder.Path, dockerfile, images.BuildOptions);
            await Look(before, expected.Does, expected.User.Before, stops: false);
            config = await before.Config();
        }

        var once = Fix(folder.Path, dockerfile, written);
        TestContext.Current.TestOutputHelper!.WriteLine(UnifiedDiff.Of("Dockerfile", written, once.Text.Text));
        Codes(once.Applied).ShouldBe(expected.Fixes);
        folder.Write("Dockerfile", once.Text.Text);
        if (once.Facts.Context!.IgnoreSource.Text is { Length: > 0 } ignored) folder.Write(".dockerignore", ignored);

        await using var after = await Engine.Build(folder.Path, dockerfile, images.BuildOptions);
        await Look(after, expected.Does, expected.User.After, expected.Stops);
        if (config is { } settings) ShouldBeKept(settings, await after.Config());
        if (expected.Image is { } look) await look(after);

        foreach (var (warning, count) in await Warnings(folder.Path, dockerfile))
        {
            count.ShouldBeLessThanOrEqualTo(warningsBefore.GetValueOrDefault(warning), warning);
        }

        var twice = Fix(folder.Path, dockerfile, once.Text.Text);
        twice.Applied.ShouldBeEmpty();
        twice.Text.Text.ShouldBe(once.Text.Text);
    }

    private static async Task Look(BuiltImage image, Probe probe, int user, bool stops)
    {
        await using var container = await image.Run();
        (await probe.See(container)).ShouldBe(probe.Expected);
        if (probe.GoesOn) (await container.UserId()).ShouldBe(user);
        if (stops)
        {
            var (exitCode, duration) = await container.Stop();
            exitCode.ShouldNotBe(Killed);
            duration.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>
    /// What the image says of itself is as before: a fix may say who the user is and how things start, and add a variable or a label.
    /// </summary>
    private static void ShouldBeKept(JsonElement before, JsonElement after)
    {
        foreach (var setting in before.EnumerateObject())
        {
            if (setting.Name is "Cmd" or "Entrypoint" or "OnBuild" or "User") continue;
            after.TryGetProperty(setting.Name, out var now).ShouldBeTrue(setting.Name);
            if (setting.Name is "Env" or "Labels") Texts(setting.Value).Except(Texts(now)).ShouldBeEmpty();
            else JsonElement.DeepEquals(now, setting.Value).ShouldBeTrue($"{setting.Name} was {setting.Value}, and is {now}");
        }

        static HashSet<string> Texts(JsonElement settings) => settings.ValueKind == JsonValueKind.Array
            ? [.. settings.EnumerateArray().Select(setting => setting.ToString())]
            : settings.ValueKind == JsonValueKind.Object ? [.. settings.EnumerateObject().Select(setting => setting.ToString())]
            : [];
    }

    private FixResult Fix(string context, string dockerfile, string text)
    {
        var (known, choice) = new BuildContexts(PhysicalFileSystem.Instance, context).For(dockerfile, static () => []);
        var facts = new FileFacts
        {
            Today = new DateOnly(2026, 11, 25),
            Locked = images.Locked,
            Context = known,
            IsContextCertain = choice.IsCertain,
        };
        return DockerfileFixer.Fix(SourceText.From(text, dockerfile), facts, new SeverityPolicy(Level.All));
    }

    /// <summary>How often each of BuildKit's own checks warns.</summary>
    private async Task<Dictionary<string, int>> Warnings(string context, string dockerfile)
    {
        var answer =
            await Engine.Docker(context, ["build", "--call=check,format=json", "--file", dockerfile, .. images.BuildOptions, context]);
        using var verdict = JsonDocument.Parse(answer.StandardOutput);
        return verdict.RootElement.TryGetProperty("warnings", out var warnings) && warnings.ValueKind == JsonValueKind.Array
            ? warnings.EnumerateArray().CountBy(warning => warning.GetProperty("ruleName").GetString()!).ToDictionary()
            : [];
    }

    private static string Codes(IEnumerable<Diagnostic> findings) => string.Join(", ", findings.CountBy(finding => finding.Rule.Id)
        .OrderBy(rule => rule.Key, StringComparer.Ordinal)
        .Select(rule => rule.Value == 1 ? rule.Key : string.Create(CultureInfo.InvariantCulture, $"{rule.Key} ({rule.Value})")));

    /// <summary>Writes a file as a Dockerfile, with its context, and returns its path.</summary>
    internal static string Copy(string name, string folder, string lineEnding = "\n")
    {
        var file = RepositoryRoot.Combine("tests", "Engine", "Fixes", $"{name}.Dockerfile");
        var context = Path.Combine(Path.GetDirectoryName(file)!, "context");
        foreach (var path in Directory.Exists(context) ? Directory.GetFiles(context, "*", SearchOption.AllDirectories) : [])
        {
            var target = Path.Combine(folder, Path.GetRelativePath(context, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }

        var dockerfile = Path.Combine(folder, "Dockerfile");
        File.WriteAllText(dockerfile, File.ReadAllText(file).ReplaceLineEndings(lineEnding));
        return dockerfile;
    }
}
