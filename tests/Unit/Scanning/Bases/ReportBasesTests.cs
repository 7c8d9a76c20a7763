using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Tasks;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Scanning.Bases;

/// <summary>The task of the target ContainerGuardBases, as far as it asks no registry.</summary>
public sealed class ReportBasesTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly RecordingEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_registry_that_the_project_does_not_trust_is_not_asked_for_the_image_of_a_Dockerfile()
    {
        _folder.Write("Dockerfile", "FROM registry.other.example/base:1\n");

        Run(static task => task.Dockerfiles = [new TaskItem("Dockerfile")], "registry.corp").ShouldHaveSingleItem()
            .ShouldStartWith("error CG0061 Dockerfile 1 ");
    }

    [Fact]
    public void An_item_that_is_not_a_reference_is_one_error() =>
        Run(static task => task.Images = [new TaskItem("No Image")]).ShouldHaveSingleItem()
            .ShouldContain("'No Image' is not an image reference: ");

    [Fact]
    public void A_project_without_a_base_image_is_said()
    {
        _folder.Write("Dockerfile", "FROM scratch\n");

        Run(static task => task.Dockerfiles = [new TaskItem("Dockerfile")]).ShouldBeEmpty();

        _engine.Shown.ShouldHaveSingleItem().ShouldContain("The project has no base image that is in a registry.");
    }

    [Fact]
    public void Offline_is_one_error() =>
        Run(static task => task.Offline = true).ShouldHaveSingleItem().ShouldStartWith("error CG0023 app.csproj 1 ");

    private List<string> Run(Action<ReportBases> change, string trusted = "")
    {
        var project = _folder.Write("app.csproj", "<Project />");
        var task = new ReportBases
        {
            BuildEngine = _engine, Common = CommonItems.Of(project).With("TrustedRegistries", trusted), CacheFolder = "none",
        };
        change(task);
        task.Execute();
        return _engine.Diagnostics;
    }
}
