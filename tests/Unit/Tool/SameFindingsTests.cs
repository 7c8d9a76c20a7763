using System.Globalization;
using System.Text.Json;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Tasks;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tests.Unit.Tool;

/// <summary>
/// The tool and the task have the same findings, with a part of the public Dockerfiles. CONTAINERGUARD_FUZZ asks for all.
/// </summary>
public sealed class SameFindingsTests
{
    private const int Part = 150;

    [Fact]
    public async Task The_tool_finds_what_the_task_finds()
    {
        using var run = new ToolRun();
        var all = Environment.GetEnvironmentVariable("CONTAINERGUARD_FUZZ") is { Length: > 0 };
        string[] texts = [.. Corpus.Paths.SelectMany(Corpus.Read).Select(static file => file.Text), .. Own];
        var files = texts.Take(all ? texts.Length : Part).Concat(Own).Index()
            .Select(static file => (Path: $"{file.Index.ToString("0000", CultureInfo.InvariantCulture)}/Dockerfile", file.Item)).ToArray();
        foreach (var (path, text) in files) run.Write(path, text);
        run.Write("compose.yaml", "services:\n  a: {image: nginx}\n  b: {image: 'a/b:latest'} # containerguard ignore=CG2002: a test\n");
        run.Write("docker-compose.bad.yml", "services: [\n");
        var engine = new RecordingEngine();
        var task = new CheckDockerfiles
        {
            BuildEngine = engine,
            Common = CommonItems.Of(Path.Combine(run.Folder, "a.proj")),
            Dockerfiles = [.. files.Select(static file => new Microsoft.Build.Utilities.TaskItem(file.Path))],
            Compose =
            [
                new Microsoft.Build.Utilities.TaskItem("compose.yaml"), new Microsoft.Build.Utilities.TaskItem("docker-compose.bad.yml"),
            ],
            Level = "all",
            ShellCheck = "false",
        };
        task.Execute();

        var (_, json, _) = await run.Run("check", "--level", "all", "--shellcheck", "false", "--format", "json");

        using var report = JsonDocument.Parse(json);
        string[] found =
        [
            .. report.RootElement.GetProperty("projects")[0].GetProperty("findings").EnumerateArray()
                .Where(static finding => !finding.TryGetProperty("suppressed", out _)).Select(Line),
        ];
        found.ShouldBe(engine.Diagnostics.Select(Wording.Of), ignoreOrder: true);
        found.Length.ShouldBeGreaterThan(files.Length);
    }

    private static string Line(JsonElement finding)
    {
        var line = finding.TryGetProperty("line", out var number) ? number.GetInt32() : 1;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Text("severity")} {Text("rule")} {Path.GetFileName(Text("file"))} {line} {Text("message")}");

        string Text(string name) => finding.GetProperty(name).GetString()!;
    }

    private static IEnumerable<string> Own =>
        ["FROM node:20\nRUN cd /a && npm install\nCMD npm start\n", "FROM alpine\nUSER root\nRUN apk add curl\n", "no Dockerfile\n"];
}
