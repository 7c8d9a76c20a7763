using System.Globalization;
using ContainerGuard.Analysis;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>The project of an example on a rule's page, and the manifests of other stacks beside its Dockerfile.</summary>
internal static class ExampleProject
{
    private const string Context = "/context";

    /// <summary>The words that describe a project, and those that describe manifests.</summary>
    public static string[] Options { get; } =
    [
        "project", "assembly", "frameworks", "sdk", "output", "publish", "conditional", "roll-forward", "rid", "packages", "direct",
        "restore", "global-json", "kestrel", "environment", "listens", "signals", "package-json", "requires-python",
    ];

    /// <summary>Null where the example has no word <c>project</c>.</summary>
    public static ProjectFacts? Read(Func<string, string?> option)
    {
        if (option("project") is not { } path) return null;

        var (publish, conditional) = (List(option("publish")), List(option("conditional")));
        var packages = List(option("packages")).Select(static package => package.Split(':')).ToArray();
        var references = option("sdk") switch
        {
            "web" => ["Microsoft.NETCore.App", "Microsoft.AspNetCore.App"],
            "desktop" => ["Microsoft.NETCore.App", "Microsoft.WindowsDesktop.App"],
            _ => new[] { "Microsoft.NETCore.App" },
        };
        return new ProjectFacts
        {
            ProjectFile = $"{Context}/{path}",
            AssemblyName = Unless("AssemblyName", option("assembly") ?? Path.GetFileNameWithoutExtension(path)),
            TargetFrameworks =
                conditional.Contains("TargetFramework") ? [] : List(option("frameworks") ?? option("framework") ?? "net10.0"),
            IsExecutable = option("output") is not "Library",
            FrameworkReferences = references,
            IsSelfContained = Flag("self-contained", "SelfContained"),
            PublishAot = Flag("aot", "PublishAot"),
            PublishSingleFile = Flag("single-file", "PublishSingleFile"),
            UseAppHost = conditional.Contains("UseAppHost") ? null : !publish.Contains("no-app-host"),
            InvariantGlobalization = Flag("invariant", "InvariantGlobalization"),
            RollForward = Unless("RollForward", option("roll-forward") ?? ""),
            RuntimeIdentifier = Unless("RuntimeIdentifier", option("rid") ?? ""),
            Sdk = new(option("global-json")?.Split(':') is [var version, .. var policy]
                ? new RequiredSdk($"{Context}/global.json", version, policy is [var one] ? one : "")
                : null),
            Restore = new(new RestoreFacts(
                [.. List(option("restore") ?? path).Select(static file => $"{Context}/{file}")],
                packages.ToDictionary(
                    static package => package[0], static package => package.ElementAtOrDefault(1) ?? "1.0.0",
                    StringComparer.OrdinalIgnoreCase),
                List(option("direct")).ToHashSet(StringComparer.OrdinalIgnoreCase),
                references)),
            AddressesIn = environment => option("environment") is { } other && other != environment ? []
                : [.. List(option("kestrel")).Select(static url => new KestrelAddress("appsettings.json", url))],
            ChoosesAddresses = new((bool?)(option("listens") == "yes")),
            HandlesSignals = new((bool?)(option("signals") == "yes")),
        };

        bool? Flag(string word, string property) => conditional.Contains(property) ? null : publish.Contains(word);
        string? Unless(string property, string value) => conditional.Contains(property) ? null : value;
    }

    /// <summary>The manifests that the words <c>package-json</c> and <c>requires-python</c> contain.</summary>
    public static Manifests Manifests(Func<string, string?> option) => new(name => name switch
    {
        "package.json" => option("package-json"),
        "pyproject.toml" when option("requires-python") is { } range =>
            string.Create(CultureInfo.InvariantCulture, $"[project]\nname = \"a\"\nrequires-python = \"{range}\"\n"),
        _ => null,
    });

    private static string[] List(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
}
