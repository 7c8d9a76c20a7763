using System.Globalization;
using System.Text;
using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Context;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>
/// A Dockerfile on a rule's page. The words after <c>```dockerfile</c> are facts, <c>key=value</c>. A block <c>```text findings</c> below
/// it lists what the rule reports there: span, severity and the beginning of the message.
/// </summary>
/// <param name="Page">The rule's code.</param>
/// <param name="PageLine">Where on the page the block begins, 1-based.</param>
/// <param name="Section">The heading it stands under: <c>Bad</c> or <c>Good</c>.</param>
/// <param name="Options">The words after the language.</param>
/// <param name="Text">The Dockerfile.</param>
internal sealed record RuleExample(string Page, int PageLine, string Section, IReadOnlyList<string> Options, string Text) : IPageExample
{
    private static readonly string[] KnownOptions =
        [
            "today", "pinning", "digest", "base-user", "base-env", "base-entrypoint", "base-platforms", "base-ports", "base-shell",
            "base-system", "base-labels", "framework", "mirror", "trusted", "labels",
            "strict-labels", "add-checksum", "add-commit", "context", "ignore", "ignore-utf16", "gitignore", "certain",
            "shellcheck", "folder", "context-setting", "elsewhere", "listens", "handles", .. ExampleProject.Options,
        ];

    /// <summary>
    /// The Dockerfile once the rule's own fixes are made (a block <c>dockerfile fixed</c> below it); null where the page shows none.
    /// </summary>
    public string? Fixed { get; init; }

    /// <summary>The ignore file after that (a block <c>dockerignore fixed</c>); null where it stays as it is.</summary>
    public string? FixedIgnoreFile { get; init; }

    /// <summary>
    /// The lines of the block <c>text findings</c>: all that the page's rule reports, in order. Empty where there is no such block.
    /// </summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>
    /// What the page's rule reports, as its page shows it: <c>2:5-2:12 warning: message</c>, after the file's name where that is not the
    /// Dockerfile. A message whose beginning the page shows already stays as short as it is there.
    /// </summary>
    public IReadOnlyList<string> Shown()
    {
        var left = Expected.ToList();
        return [.. Findings().Where(finding => finding.Rule.Id == Page && finding.Suppression is null).Select(Line)];

        string Line(Diagnostic finding)
        {
            var (start, end) = (finding.Start!.Value, finding.End!.Value);
            var file = finding.File == $"{Page}.md" ? "" : finding.File + ":";
            var line = $"{file}{start.Line}:{start.Column}-{end.Line}:{end.Column} {finding.Severity.ToString().ToLowerInvariant()}: "
                + $"{finding.Message}";
            var head = line.Length - finding.Message.Length;
            var written = left.Find(written => written.Length > head && line.StartsWith(written, StringComparison.Ordinal));
            if (written is not null) left.Remove(written);
            return written ?? line;
        }
    }

    public IEnumerable<string> UnknownOptions =>
        Options.Where(option => !KnownOptions.Contains(option.Split('=')[0]) || !option.Contains('=', StringComparison.Ordinal));

    public FileFacts Facts => new()
    {
        Today = DateOnly.Parse(Option(Options, "today") ?? "2026-11-22", CultureInfo.InvariantCulture),
        Pinning = Enum.Parse<PinningMode>(Option(Options, "pinning") ?? nameof(PinningMode.Require), ignoreCase: true),
        Locked = Locked() is { } image ? _ => image : static _ => null,
        LockedSource = LockedSource,
        TargetFramework = Option(Options, "framework"),
        Mirrors = Mirrors(),
        Trusted = Trusted(),
        Labels = Labels(),
        Context = Context(),
        IsContextCertain = Option(Options, "certain") is not "no",
        ContextSetting = Option(Options, "context-setting"),
        FolderWith = _ => Option(Options, "elsewhere") is { } elsewhere ? Path.GetFullPath(elsewhere, "/context") : null,
        ShellProblems = [.. ShellProblems()],
        Project = ExampleProject.Read(name => Option(Options, name)),
        Folder = Option(Options, "folder") is { } folder ? $"/context/{folder}" : "/context",
        Manifests = ExampleProject.Manifests(name => Option(Options, name)),
    };

    /// <summary>
    /// What ShellCheck says of the file, as <c>SC2086:4:5</c>: code, line and column, and a star for what it calls information or style.
    /// </summary>
    public IReadOnlyList<string> ShellCheck => List(Option(Options, "shellcheck"));

    /// <summary>Every finding of every rule, at level <c>all</c>.</summary>
    public IReadOnlyList<Diagnostic> Findings() =>
        RuleRunner.Run(SourceText.From(Text, $"{Page}.md"), Facts, new SeverityPolicy(Level.All));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string? Option(IEnumerable<string> options, string name) =>
        options.FirstOrDefault(option => option.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    /// <summary>What the lock file says of every image, if the page says that it says anything.</summary>
    private ResolvedImage? Locked()
    {
        string[] facts = ["digest", "base-user", "base-env", "base-entrypoint", "base-platforms", "base-ports", "base-shell", "base-system",
            "base-labels"];
        if (!facts.Any(fact => Option(Options, fact) is not null)) return null;

        var config = new ImageFacts
        {
            User = Option(Options, "base-user") ?? "",
            Environment = List(Option(Options, "base-env")),
            Entrypoint = List(Option(Options, "base-entrypoint")),
            ExposedPorts = List(Option(Options, "base-ports")),
            HasShell = Option(Options, "base-shell") is { } shell ? shell == "yes" : null,
            System = Option(Options, "base-system") is { } system
                ? new SystemRelease(system.Split(':')[0], system.Split(':').ElementAtOrDefault(1) ?? "", [])
                : null,
            Labels = List(Option(Options, "base-labels")).Select(static label => label.Split(':')).ToDictionary(
                static label => label[0], static label => label[1], StringComparer.Ordinal),
        };
        var digest = ImageDigest.Parse(Option(Options, "digest") ?? "sha256:" + new string('0', 64));
        var platforms = List(Option(Options, "base-platforms")).ToDictionary(static platform => platform, _ => digest);
        return new ResolvedImage(digest, "application/vnd.oci.image.index.v1+json", platforms, config);
    }

    /// <summary>
    /// The files of the build context, <c>name:12MB</c> for one of that size, and the lines of its ignore file; <c>ignore=</c> alone is an
    /// empty one.
    /// </summary>
    private BuildContext? Context()
    {
        var (files, ignored) = (Option(Options, "context"), Option(Options, "ignore"));
        var foreign = Option(Options, "ignore-utf16");
        if (files is null && ignored is null && foreign is null) return null;

        var entries = List(files).Select(static entry => entry.Split(':')).ToArray();
        var disk = new MemoryFileSystem([.. entries.Select(entry => ($"/context/{entry[0]}", TextOf(entry[0]))),
            .. List(Option(Options, "gitignore")) is { Length: > 0 } git
                ? [("/context/.gitignore", string.Join('\n', git))]
                : Array.Empty<(string, string)>()]);
        foreach (var entry in entries.Where(static entry => entry.Length > 1))
        {
            disk.Lengths[$"/context/{entry[0]}"] = Number(entry[1].Replace("MB", "", StringComparison.Ordinal)) * 1_000_000L;
        }

        var ignoreFile = foreign is not null
            ? IgnoreFile.Read(
                [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(string.Join('\n', List(foreign)))], ".dockerignore")
            : ignored is null ? null
            : IgnoreFile.Parse(string.Join('\n', List(ignored)));
        return new BuildContext(disk, "/context", ignoreFile);
    }

    /// <summary>The text by which a file is judged: of credentials, of a server that listens, of a handler of signals.</summary>
    private string TextOf(string path) => Path.GetFileName(path).ToLowerInvariant() switch
    {
        _ when List(Option(Options, "handles")).Contains(path) => "SIGTERM",
        _ when List(Option(Options, "listens")).Contains(path) => Path.GetExtension(path) switch
        {
            ".py" => "HTTPServer(('', 8080), Handler).serve_forever()",
            ".go" => "log.Fatal(http.ListenAndServe(\":8080\", nil))",
            _ => "require('http').createServer(answer).listen(8080)",
        },
        ".npmrc" => "//registry.example.com/:_authToken=0123456789abcdef",
        "nuget.config" => """
            <configuration><packageSourceCredentials><feed><add key="ClearTextPassword" value="0123456789" /></feed></packageSourceCredentials></configuration>
            """,
        _ => "text",
    };

    private IEnumerable<ShellProblem> ShellProblems()
    {
        var source = SourceText.From(Text, $"{Page}.md");
        foreach (var fault in ShellCheck.Select(static fault => fault.Split(':')))
        {
            // An example may be broken off before.
            if (Number(fault[1]) > source.LineCount) continue;
            var line = source.GetLineSpan(Number(fault[1]));
            if (Number(fault[2]) <= line.Length)
            {
                yield return new ShellProblem(
                    Number(fault[0][2..].TrimEnd('*')), fault[0].EndsWith('*'), "What it says.",
                    TextSpan.FromBounds(line.Start + Number(fault[2]) - 1, line.End));
            }
        }
    }

    /// <summary>What the lock file says of every file or every repository that ADD gets from the network.</summary>
    private LockedSource? LockedSource(string address)
    {
        var isGit = RemoteSource.Parse(address)!.IsGit;
        return Option(Options, isGit ? "add-commit" : "add-checksum") is { } written
            ? ContainerGuard.Pinning.LockedSource.Parse(written, isGit) ?? throw new ArgumentException(written)
            : null;
    }

    private static string[] List(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    private ImageMirrors Mirrors()
    {
        if (Option(Options, "mirror")?.Split('=') is not [var from, var to]) return ImageMirrors.None;
        ImageMirrors.TryCreate([(from, to)], out var mirrors, out var reason).ShouldBeTrue(reason);
        return mirrors!;
    }

    private TrustedRegistries Trusted()
    {
        TrustedRegistries.TryCreate(List(Option(Options, "trusted")), out var trusted, out var reason).ShouldBeTrue(reason);
        return trusted!;
    }

    /// <summary>Each is <c>key</c>, <c>key:type</c>, and <c>!</c> after what is required.</summary>
    private LabelSchema Labels()
    {
        var items = List(Option(Options, "labels"))
            .Select(static item => (Pair: item.TrimEnd('!').Split(':'), IsRequired: item.EndsWith('!')))
            .Select(static item => (item.Pair[0], item.Pair.ElementAtOrDefault(1) ?? "", item.IsRequired ? "true" : ""));
        LabelSchema.TryCreate(items, Option(Options, "strict-labels") == "true", out var schema, out var reason).ShouldBeTrue(reason);
        return schema!;
    }
}
