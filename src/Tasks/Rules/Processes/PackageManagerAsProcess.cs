using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Processes;

/// <summary>The container starts a package manager or a build tool, which then starts the application.</summary>
internal sealed class PackageManagerAsProcess : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6002", "A package manager runs as PID 1", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        // Tests end by themselves, and need what builds them.
        if (file.Process is not { } process || TestRun.Is(process)) return;

        if (process.StartsThroughPackageManager)
        {
            findings.Report(process.Instruction.HeaderSpan,
                $"{process.Name} does not forward signals to the application. "
                    + "Start it directly, for example CMD [\"node\", \"server.js\"].");
        }
        else if (BuildsAtStart(process) is { } tool)
        {
            findings.Report(process.Instruction.HeaderSpan,
                $"'{MessageText.Cut(process.CommandLine)}' builds at every start and needs {tool}. "
                    + "Build in an earlier stage, and start the result.");
        }
    }

    private static string? BuildsAtStart(ContainerProcess process) => (process.Name, process.Arguments) switch
    {
        ("dotnet", ["run" or "watch", ..]) => "the .NET SDK",
        ("go", ["run", ..]) => "the Go compiler",
        ("cargo", ["run", ..]) => "the Rust compiler",
        ("mvn" or "mvnw", var goals) when HasGoal(goals) => "Maven and the JDK",
        ("gradle" or "gradlew", var tasks) when HasGoal(tasks) => "Gradle and the JDK",
        ("sbt", var tasks) when HasGoal(tasks) => "sbt and the JDK",
        ("lein", var tasks) when HasGoal(tasks) => "Leiningen and the JDK",
        _ => null,
    };

    /// <summary>Whether the tool has something to do: <c>mvn -v</c> is the default command of an image that provides the tool.</summary>
    private static bool HasGoal(IReadOnlyList<string> arguments) => arguments.Any(static argument => !argument.StartsWith('-'));
}
