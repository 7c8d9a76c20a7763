namespace ContainerGuard.Rules.Processes;

/// <summary>The container starts a package manager or a build tool, which starts the application in turn.</summary>
internal sealed class PackageManagerAsProcess : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6002", "The process is a package manager or a build tool", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Process is not { } process) return;

        if (process.IsNodePackageManager)
        {
            if (process.SignalsAll || NodeScript.Of(process) is not { } script || NodeScript.IsJob(script)) return;

            context.Report(process.Instruction.HeaderSpan,
                $"'{process.CommandLine}' puts {process.Name} between the engine and the application: it does not reliably pass signals on, so the application is killed without having stopped. Start the application itself, such as CMD [\"node\", \"server.js\"].");
        }
        else if (BuildsAtStart(process) is { } tool)
        {
            context.Report(process.Instruction.HeaderSpan,
                $"'{process.CommandLine}' builds when the container starts: it needs {tool} in the image, starts slowly, and stands between the engine and the application. Build in a stage of its own, and start what it made.");
        }
    }

    private static string? BuildsAtStart(ContainerProcess process) => (process.Name, process.Arguments) switch
    {
        ("dotnet", ["run" or "watch" or "test", ..]) => "the .NET SDK",
        ("go", ["run", ..]) => "the Go compiler",
        ("cargo", ["run", ..]) => "the Rust compiler",
        ("mvn" or "mvnw", var goals) when HasGoal(goals) => "Maven and the JDK",
        ("gradle" or "gradlew", var tasks) when HasGoal(tasks) => "Gradle and the JDK",
        ("sbt", var tasks) when HasGoal(tasks) => "sbt and the JDK",
        ("lein", var tasks) when HasGoal(tasks) => "Leiningen and the JDK",
        _ => null,
    };

    /// <summary>Whether it is told to do something: <c>mvn -v</c> is an image that brings the tool, and says so.</summary>
    private static bool HasGoal(IReadOnlyList<string> arguments) => arguments.Any(static argument => !argument.StartsWith('-'));
}
