using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Locked;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Advisories;
using ContainerGuard.Tests.Unit.Tasks;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Scanning;

/// <summary>Runs the task of the target ContainerGuardScan in a folder, with locked data.</summary>
public abstract class ScanTest : IDisposable
{
    protected const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    protected const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <ItemGroup>
            <PackageReference Include="Contoso.Json" Version="1.0.0" />
          </ItemGroup>
        </Project>
        """;

    private protected TemporaryDirectory Folder { get; } = new();

    private protected RecordingEngine Engine { get; } = new();

    private protected AdvisoryTable Table { get; } = new();

    private protected AssetsText Assets { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static TaskItem Exception(string code, params (string Name, string Value)[] metadata)
    {
        var item = new TaskItem(code);
        foreach (var (name, value) in metadata) item.SetMetadata(name, value);
        return item;
    }

    private protected void Know(string package, string id, string interval, AdvisorySeverity severity = AdvisorySeverity.High) => Table.Add(
        new Advisory
        {
            Id = id, Ecosystem = "NuGet", Package = package, Severity = severity, SeveritySource = "GHSA",
            Url = $"https://github.com/advisories/{id}", Ranges = [AffectedInterval.Parse(interval)!],
        });

    private protected void WriteData(string? image = null, string runtime = "")
    {
        var content = AdvisoryFileWriter.Write(Table);
        File.WriteAllBytes(Folder.Combine(AdvisoryFile.Name), content);
        Lock(AdvisoryFile.DigestOf(content).ToString(), image, runtime);
    }

    private protected void Lock(string? advisories, string? image = null, string runtime = "")
    {
        var entry = image is null
            ? ""
            : $$$"""
                "{{{image}}}": { "digest": "{{{Digest}}}", "config": { "user": "app", "dotnet": { "runtime": "{{{runtime}}}" } } }
                """;
        var last = advisories is null ? "" : $", \"advisories\": \"{advisories}\"";
        Folder.Write("containerguard.lock.json", $$"""{ "version": 1, "images": { {{entry}} }{{last}} }""");
    }

    private protected List<string> Run(Action<ScanPackages>? change = null)
    {
        WriteData();
        return RunTask(change);
    }

    /// <summary>The findings: severity, code, file, line and message.</summary>
    private protected List<string> RunTask(Action<ScanPackages>? change = null, bool keeps = false)
    {
        if (!File.Exists(Folder.Combine("app.csproj"))) Folder.Write("app.csproj", Project);
        var assets = Folder.Combine("obj", "assets.json");
        if (!keeps)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(assets)!);
            File.WriteAllBytes(assets, Assets.ToBytes(Folder.Combine("app.csproj")));
        }

        var before = Engine.Diagnostics.Count;
        var task = new ScanPackages
        {
            BuildEngine = Engine,
            Common = CommonItems.Of(Folder.Combine("app.csproj")).With("KeptFolder", "obj/container"),
            AssetsFile = assets, TargetFramework = "net10.0", ErrorsHold = true,
        };
        change?.Invoke(task);
        task.Execute();
        return [.. Engine.Diagnostics.Skip(before)];
    }

    private protected string Summary() => Engine.Shown.Last(static text => text.Contains("Scanned ", StringComparison.Ordinal));
}
