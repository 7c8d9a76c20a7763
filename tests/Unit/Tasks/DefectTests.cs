using System.Collections;
using ContainerGuard.Files;
using ContainerGuard.Tests.Support;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>
/// An exception that no code expects becomes one diagnostic. The faults come through what MSBuild and the disk give to tasks: an item that
/// fails when it is read, and a file system that fails.
/// </summary>
public sealed class DefectTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly RecordingEngine _engine = new();

    /// <summary>All but the one that reads no more than the name of its project.</summary>
    public static TheoryData<Type> Tasks =>
        [.. TaskTests.Tasks.Select(static row => row.Data).Where(static task => task != typeof(ShowReport))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_task_reports_it_as_one_error_without_a_stack(Type type)
    {
        var task = (GuardTask)Activator.CreateInstance(type)!;
        task.BuildEngine = _engine;
        task.Common = new FaultyItem(_folder.Combine("app.csproj"));
        foreach (var property in type.GetProperties().Where(static property => property.SetMethod is { IsPublic: true }))
        {
            if (property.PropertyType == typeof(ITaskItem))
            {
                property.SetValue(task, property.Name == "Common" ? task.Common : new FaultyItem("item"));
            }

            if (property.PropertyType == typeof(ITaskItem[])) property.SetValue(task, new ITaskItem[] { new FaultyItem("item") });
            if (property.PropertyType == typeof(string)) property.SetValue(task, "CG3001");
        }

        task.Execute().ShouldBeFalse();

        var error = _engine.Errors.ShouldHaveSingleItem();
        error.ShouldStartWith($"CG0060 {type.Name} failed with InvalidOperationException at ");
        error.ShouldContain("the item broke");
        _engine.Shown.ShouldAllBe(static message => !message.Contains("   at ", StringComparison.Ordinal));
        _engine.Messages.ShouldContain(
            static message => message.Contains("   at ", StringComparison.Ordinal), "the details are in a detailed log");
    }

    [Fact]
    public void A_fault_in_the_check_of_a_file_is_reported_at_the_file_and_leaves_no_temporary_file()
    {
        _folder.Write("Dockerfile", "FROM alpine:3.24\nCOPY . /app\n");
        _engine.Registered[SharedObjects.KeyOf<RememberedFiles>()] = new RememberedFiles(new FaultyFiles(), TimeProvider.System);
        var check = new CheckDockerfiles
        {
            BuildEngine = _engine,
            Common = CommonItems.Of(_folder.Combine("app.csproj")),
            Dockerfiles = [new TaskItem("Dockerfile")],
            Sarif = "guard.sarif",
        };

        check.Execute().ShouldBeFalse();

        _engine.Errors.ShouldHaveSingleItem().ShouldStartWith("CG0060 CheckDockerfiles failed with NotSupportedException at ");
        _engine.Findings.ShouldContain("CG0060 Dockerfile 1");
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).ShouldBe(["Dockerfile"]);
    }

    [Fact]
    public void Its_text_names_the_method_and_has_no_credentials()
    {
        var defect = Defect.Of(
            new AggregateException(Thrown(new HttpRequestException("GET https://me:hunter2@registry.corp/v2/ failed.\nMore."))),
            "PinImages");

        defect.File.ShouldBeNull();
        defect.Message.ShouldBe(
            "PinImages failed with HttpRequestException at Tests.Unit.Tasks.DefectTests.Thrown: GET https://***@registry.corp/v2/ failed. "
            + "This is a bug in ContainerGuard. Report it with the details that CONTAINERGUARD_DIAGNOSTICS=1 or -v:detailed shows.");
        defect.Details.ShouldNotContain("hunter2");
        defect.Details.ShouldContain("   at ");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("1", true)]
    [InlineData("true", true)]
    public void A_variable_shows_the_details_in_any_log(string? value, bool shows) =>
        Defect.ShowsDetails(name => name == "CONTAINERGUARD_DIAGNOSTICS" ? value : null).ShouldBe(shows);

    [Fact]
    public void Ctrl_C_is_no_defect()
    {
        _folder.Write("Dockerfile", "FROM alpine:3.24\n");
        var check = new CheckDockerfiles
        {
            BuildEngine = _engine,
            Common = CommonItems.Of(_folder.Combine("app.csproj")),
            Dockerfiles = [new TaskItem("Dockerfile")],
        };

        check.Cancel();

        check.Execute().ShouldBeFalse();
        _engine.Errors.ShouldBeEmpty();
        check.Cancel();
    }

    private static HttpRequestException Thrown(HttpRequestException exception)
    {
        try
        {
            throw exception;
        }
        catch (HttpRequestException caught)
        {
            return caught;
        }
    }

    /// <summary>An item of MSBuild whose metadata cannot be read.</summary>
    private sealed class FaultyItem(string itemSpec) : ITaskItem
    {
        public string ItemSpec { get; set; } = itemSpec;

        public ICollection MetadataNames => throw new InvalidOperationException("the item broke");

        public int MetadataCount => throw new InvalidOperationException("the item broke");

        public string GetMetadata(string metadataName) => throw new InvalidOperationException("the item broke");

        public void SetMetadata(string metadataName, string metadataValue) => throw new InvalidOperationException("the item broke");

        public void RemoveMetadata(string metadataName) => throw new InvalidOperationException("the item broke");

        public void CopyMetadataTo(ITaskItem destinationItem) => throw new InvalidOperationException("the item broke");

        public IDictionary CloneCustomMetadata() => throw new InvalidOperationException("the item broke");
    }

    /// <summary>A disk whose folders cannot be listed, for a reason that no code expects.</summary>
    private sealed class FaultyFiles : IFileSystem
    {
        public bool FileExists(string path) => PhysicalFileSystem.Instance.FileExists(path);

        public bool DirectoryExists(string path) => PhysicalFileSystem.Instance.DirectoryExists(path);

        public DateTime LastWrite(string path) => PhysicalFileSystem.Instance.LastWrite(path);

        public string? ReadText(string path, int maximumBytes = int.MaxValue) => throw new NotSupportedException("the disk broke");

        public Stream? Open(string path) => throw new NotSupportedException("the disk broke");

        public IEnumerable<FileEntry> List(string directory) => throw new NotSupportedException("the disk broke");
    }
}
