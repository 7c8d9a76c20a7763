using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>The check of many Dockerfiles at once, on a disk.</summary>
public sealed class CheckDockerfilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_is_wrong_with_a_shared_ignore_file_is_said_once_and_in_that_file()
    {
        Write(".dockerignore", "tests\nsorces\n!README.md\n");
        Write("sources/app.js", "");
        Write("Dockerfile", "FROM alpine:3.24\nCOPY . /a\n");
        Write("web/Dockerfile", "FROM alpine:3.24\nCOPY . /a\n");
        var engine = new RecordingEngine();

        Check(engine, isGiven: false, "Dockerfile", "web/Dockerfile").Execute();

        engine.Findings.Where(finding => finding.StartsWith("CG401", StringComparison.Ordinal))
            .ShouldBe(["CG4010 .dockerignore 2", "CG4011 .dockerignore 3"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_missing_file_is_one_where_the_context_is_given(bool isGiven)
    {
        Write(".dockerignore", ".git\n");
        Write("package.json", "");
        Write("web/Dockerfile", "FROM alpine:3.24\nCOPY packge.json /a\n");
        var engine = new RecordingEngine();

        Check(engine, isGiven, "web/Dockerfile").Execute();

        engine.Findings.Contains("CG4012 Dockerfile 2").ShouldBe(isGiven);
    }

    private CheckDockerfiles Check(RecordingEngine engine, bool isGiven, params string[] dockerfiles) => new()
    {
        BuildEngine = engine,
        Common = CommonItems.Of(Path.Combine(_folder.FullName, "a.proj"), isGiven),
        Dockerfiles = [.. dockerfiles.Select(path => new TaskItem(path))],
    };

    private void Write(string path, string text)
    {
        var absolute = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(absolute)!);
        File.WriteAllText(absolute, text);
    }
}
