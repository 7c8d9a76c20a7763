using System.Text;

namespace ContainerGuard.Generation;

/// <summary>The common part of the plans of all stacks except .NET.</summary>
/// <param name="app">The project.</param>
internal abstract class AppPlan(AppProject app) : ContainerPlan
{
    /// <summary>Files that exist beside an application because of its MSBuild project, and are not part of the application.</summary>
    private static readonly string[] ProjectFiles =
        ["Directory.*.props", "Directory.*.targets", "nuget.config", "NuGet.config", "NuGet.Config", "global.json", "*.sln", "*.slnx"];

    public override ContainerProject Project => app;

    public override string? Obstacle => app.Obstacle();

    /// <summary>An addition of the user to a stage that does not support it.</summary>
    public override string? BuildObstacle => app.FinalExtras.Obstacle("final", FinalImage, VariantWithApt) ?? app.BuildExtras.Obstacle("build", BuildImage, VariantWithApt);

    public override string Name => app.Name;

    protected AppProject App => app;

    /// <summary>The base image of the stage 'final', without a digest.</summary>
    protected abstract string FinalImage { get; }

    /// <summary>The base image of the stage 'build'; null for an application without that stage.</summary>
    protected virtual string? BuildImage => null;

    /// <summary>The <c>ContainerFamily</c> whose image has a shell and apt-get; null if no variant has them.</summary>
    protected virtual string? VariantWithApt => "slim";

    public override GeneratedFiles Write(IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile)
    {
        var text = new StringBuilder(2048);
        WriteBody(text, pins);
        var source = app.RelativePath!;
        return new GeneratedFiles(
            GeneratedFile.WithHeader(source, text.ToString()),
            GeneratedFile.WithHeader(source, GeneratedIgnoreFile.Text(Inputs, ownIgnoreFile)));
    }

    /// <summary>The Dockerfile below its header.</summary>
    protected abstract void WriteBody(StringBuilder text, IReadOnlyDictionary<string, string> pins);

    /// <summary>The image reference after FROM.</summary>
    protected static string Pinned(string image, IReadOnlyDictionary<string, string> pins) => pins.TryGetValue(image, out var pinned) ? pinned : image;

    /// <summary>Lines of the ignore file: the project's own files, and the patterns of a stack, which are relative to the application's folder.</summary>
    protected IReadOnlyList<string> LeftOut(params IEnumerable<string> patterns)
    {
        var lines = new List<string> { GeneratedIgnoreFile.Escape(app.RelativePath!) };
        foreach (var file in ProjectFiles) lines.Add($"**/{file}");
        foreach (var pattern in patterns) lines.Add(InFolder(pattern));
        return lines;
    }

    /// <summary>The arguments of a COPY of the application's folder to a target.</summary>
    protected string Sources(string target) => Instruction.Paths(app.RelativeDirectory.Length == 0 ? "." : $"{app.RelativeDirectory}/", target);

    /// <summary>The project's ports, else the port that the stack has found.</summary>
    protected IReadOnlyList<ContainerPort> PortsOr(int? known) =>
        app.ContainerPorts.Count > 0 || known is not { } port ? app.ContainerPorts : [new ContainerPort(port, "tcp")];

    /// <summary>The absolute path of a file in the application's folder.</summary>
    protected string OnDisk(string file) => Path.Combine(app.Directory, file);

    private string InFolder(string pattern)
    {
        var isTakenBack = pattern.StartsWith('!');
        var folder = app.RelativeDirectory.Length == 0 ? "" : GeneratedIgnoreFile.Escape(app.RelativeDirectory) + "/";
        return isTakenBack ? $"!{folder}{pattern[1..]}" : folder + pattern;
    }
}
