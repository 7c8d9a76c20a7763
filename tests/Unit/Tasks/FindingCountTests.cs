using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>The counts that tasks report: the singular is not "1 findings are".</summary>
public sealed class FindingCountTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly RecordingEngine _engine = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1, "1 finding is in ")]
    [InlineData(2, "2 findings are in ")]
    public void The_baseline_has_a_number_of_findings(int count, string text)
    {
        Prepare(new UpdateBaseline(), count).Execute().ShouldBeTrue();

        Said().ShouldContain($" {text}{Path.Combine(_folder.FullName, "containerguard.baseline.json")}. Commit this file.");
    }

    [Theory]
    [InlineData(2, "1 more finding in ")]
    [InlineData(3, "2 more findings in ")]
    public void The_log_omits_a_number_of_findings(int count, string text)
    {
        var check = Prepare(new CheckDockerfiles(), count);
        (check.LogLimit, check.Sarif) = (1, "guard.sarif");

        check.Execute();

        Said().ShouldContain($" {text}{Path.Combine(_folder.FullName, "guard.sarif")} (ContainerGuardLogLimit is 1)");
    }

    private string Said() => string.Join('\n', _engine.Messages);

    /// <summary>A Dockerfile with a deprecated instruction (CG1017) for each finding.</summary>
    private T Prepare<T>(T task, int count)
        where T : DockerfileTask
    {
        File.WriteAllText(
            Path.Combine(_folder.FullName, "Dockerfile"),
            "FROM scratch\n" + string.Concat(Enumerable.Range(0, count).Select(static number => $"MAINTAINER a{number}\n")) + "USER 1\n");
        task.BuildEngine = _engine;
        task.Common = CommonItems.Of(Path.Combine(_folder.FullName, "a.proj"));
        task.Dockerfiles = [new TaskItem("Dockerfile")];
        return task;
    }
}
