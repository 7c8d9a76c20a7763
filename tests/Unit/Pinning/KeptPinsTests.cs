using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Tasks;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Pinning;

/// <summary>
/// A build that finds every image in the lock file does not look again, until a file changes that can change the images: a Dockerfile, or
/// a compose file that builds it and sets its arguments.
/// </summary>
public sealed class KeptPinsTests : IDisposable
{
    private const string Compose = "services:\n  web:\n    build:\n      context: .\n      args:\n        TAG: '1'\n";

    private readonly TemporaryDirectory _folder = new();
    private readonly RecordingEngine _engine = new();

    public KeptPinsTests()
    {
        _folder.Write(".git/HEAD", "");
        _folder.Write("app.csproj", "<Project />");
        Directory.CreateDirectory(_folder.Combine("obj", "container"));
        _folder.Write("Dockerfile", "ARG TAG\nFROM team/app:${TAG}\nCMD [\"/app\"]\n");
        _folder.Write(
            "containerguard.lock.json",
            $$"""{ "version": 1, "images": { "team/app:1": { "digest": "sha256:{{new string('1', 64)}}" } } }""");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_change_the_files_are_not_read_again()
    {
        _folder.Write("compose.yaml", Compose);
        Settle();

        // A file that the build does not look at, because the times of the others have not changed.
        var written = File.GetLastWriteTimeUtc(_folder.Combine("compose.yaml"));
        _folder.Write("compose.yaml", Compose.Replace("'1'", "'2'", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(_folder.Combine("compose.yaml"), written);

        Pin().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("Dockerfile")]
    [InlineData(".env")]
    public void A_change_of_an_image_is_seen(string file)
    {
        _folder.Write("compose.yaml", file == ".env" ? Compose.Replace("'1'", "${TAG}", StringComparison.Ordinal) : Compose);
        _folder.Write(".env", "TAG=1\n");
        Settle();

        _folder.Write(file, file switch
        {
            "Dockerfile" => "FROM team/app:2\nCMD [\"/app\"]\n",
            ".env" => "TAG=2\n",
            _ => Compose.Replace("'1'", "'2'", StringComparison.Ordinal),
        });

        Pin().ShouldHaveSingleItem().ShouldContain("team/app:2");
    }

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("compose.override.yaml")]
    public void A_new_compose_file_that_sets_the_argument_is_seen(string file)
    {
        Settle();

        _folder.Write(file, Compose.Replace("'1'", "'2'", StringComparison.Ordinal));

        Pin().ShouldHaveSingleItem().ShouldContain("team/app:2");
    }

    [Fact]
    public void A_change_of_a_file_that_a_compose_file_includes_is_seen()
    {
        _folder.Write("compose.yaml", "include:\n  - web.yaml\nservices: {}\n");
        _folder.Write("web.yaml", Compose);
        Settle();

        _folder.Write("web.yaml", Compose.Replace("'1'", "'2'", StringComparison.Ordinal));

        Pin().ShouldHaveSingleItem().ShouldContain("team/app:2");
    }

    [Fact]
    public void Pins_on_request_are_never_kept()
    {
        _folder.Write("compose.yaml", Compose + "  db:\n    image: team/db:17\n");
        Age();

        Pin(onRequest: true).ShouldHaveSingleItem().ShouldContain("team/db:17");

        File.Exists(Kept).ShouldBeFalse();
    }

    [Fact]
    public void A_service_that_gets_another_image_is_not_pinned_by_a_build()
    {
        _folder.Write("compose.yaml", Compose);
        Settle();

        _folder.Write("compose.yaml", Compose + "  db:\n    image: team/db:17\n");

        Pin().ShouldBeEmpty();
    }

    private string Kept => _folder.Combine("obj", "container", "pins.kept");

    /// <summary>Builds so that the result is kept.</summary>
    private void Settle()
    {
        Age();
        Pin().ShouldBeEmpty();
        File.Exists(Kept).ShouldBeTrue();
    }

    /// <summary>The result of files that were just written is not kept.</summary>
    private void Age()
    {
        var past = DateTime.UtcNow.AddSeconds(-10);
        foreach (var path in Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Prepend(_folder.Path))
        {
            if (Directory.Exists(path)) Directory.SetLastWriteTimeUtc(path, past);
            else File.SetLastWriteTimeUtc(path, past);
        }
    }

    private List<string> Pin(bool onRequest = false)
    {
        var before = _engine.Diagnostics.Count;
        var task = new PinImages
        {
            BuildEngine = _engine,
            Common = CommonItems.Of(_folder.Combine("app.csproj")).With("KeptFolder", "obj/container"),
            Dockerfiles = [new TaskItem("Dockerfile")], Compose = [new TaskItem("compose.yaml")], Offline = true, Adopt = onRequest,
        };
        task.Execute();
        return [.. _engine.Diagnostics.Skip(before)];
    }
}
