using ContainerGuard.Analysis;
using ContainerGuard.Scripts;
using ContainerGuard.Tests.Unit.Dockerfile;

namespace ContainerGuard.Tests.Unit.Scripts;

/// <summary>
/// The ShellCheck that build/engine/install.sh installs. Where it is not, tests that need it are skipped; on CI they fail.
/// </summary>
internal static class RealShellCheck
{
    public static IShellCheck Require()
    {
        if (ShellCheckProgram.Find(null, Path.GetTempPath(), Environment.GetEnvironmentVariable) is { } program)
        {
            return new ShellCheckProcess(program, TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));
        }

        const string Message = "This test needs ShellCheck, which build/engine/install.sh installs, and there is none on the PATH.";
        if (Environment.GetEnvironmentVariable("CI") is "true" or "1") Assert.Fail(Message);
        Assert.Skip(Message);
        return null!;
    }

    /// <summary>What it finds in a Dockerfile, in the order of the places.</summary>
    public static IReadOnlyList<ShellProblem> Faults(string dockerfile)
    {
        var checker = new ScriptChecker(Require());
        var faults = checker.Check([FileScripts.In(Dockerfiles.Model(dockerfile))], TestContext.Current.CancellationToken);
        checker.Problem.ShouldBeNull();
        return [.. faults[0].OrderBy(fault => fault.Span.Start)];
    }
}
