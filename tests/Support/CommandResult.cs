namespace ContainerGuard.Tests.Support;

/// <summary>What a program that ran to its end left.</summary>
/// <param name="CommandLine">How it was called, for messages.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="StandardOutput">Only what it wrote to standard output.</param>
/// <param name="Output">Both streams, in the order in which they arrived.</param>
/// <param name="Duration">Wall-clock time from start to exit.</param>
public sealed record CommandResult(string CommandLine, int ExitCode, string StandardOutput, string Output, TimeSpan Duration)
{
    /// <summary>The errors and warnings in MSBuild's canonical form, each once, in the order of their first appearance.</summary>
    public IReadOnlyList<BuildDiagnostic> Diagnostics => field ??= BuildDiagnostic.ParseAll(Output);

    /// <summary>The errors among <see cref="Diagnostics"/>.</summary>
    public IEnumerable<BuildDiagnostic> Errors => Diagnostics.Where(diagnostic => diagnostic.Severity == "error");

    /// <summary>The warnings among <see cref="Diagnostics"/>.</summary>
    public IEnumerable<BuildDiagnostic> Warnings => Diagnostics.Where(diagnostic => diagnostic.Severity == "warning");

    /// <summary>Asserts exit code 0, showing the whole output otherwise.</summary>
    public CommandResult ShouldSucceed()
    {
        ExitCode.ShouldBe(0, $"{CommandLine}{Environment.NewLine}{Output}");
        return this;
    }

    /// <summary>Asserts an exit code other than 0, showing the whole output otherwise.</summary>
    public CommandResult ShouldFail()
    {
        ExitCode.ShouldNotBe(0, $"{CommandLine}{Environment.NewLine}{Output}");
        return this;
    }
}
