using System.Text;

namespace ContainerGuard.Generation;

/// <summary>What the plans of all stacks but .NET have in common.</summary>
/// <param name="app">The project.</param>
internal abstract class AppPlan(AppProject app) : ContainerPlan
{
    /// <summary>What lies beside an application because there is an MSBuild project, and is no part of it.</summary>
    private static readonly string[] ProjectFiles =
        ["Directory.*.props", "Directory.*.targets", "nuget.config", "NuGet.config", "NuGet.Config", "global.json", "*.sln", "*.slnx"];

    public override ContainerProject Project => app;

    public override string? Obstacle => app.Obstacle();

    /// <summary>What a person adds to a stage that cannot take it.</summary>
    public override string? BuildObstacle => app.FinalExtras.Obstacle("final", FinalImage, VariantWithApt) ?? app.BuildExtras.Obstacle("build", BuildImage, VariantWithApt);

    public override string Name => app.Name;

    protected AppProject App => app;

    /// <summary>What the stage 'final' stands on, as people write it.</summary>
    protected abstract string FinalImage { get; }

    /// <summary>What the stage 'build' stands on; null where there is none.</summary>
    protected virtual string? BuildImage => null;

    /// <summary>The <c>ContainerFamily</c> whose image has a shell and apt-get; null where no variant has.</summary>
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

    /// <summary>What stands after FROM.</summary>
    protected static string Pinned(string image, IReadOnlyDictionary<string, string> pins) => pins.TryGetValue(image, out var pinned) ? pinned : image;

    /// <summary>Lines of the ignore file: the project's own description, and what a stack adds to it, as patterns below the application's folder.</summary>
    protected IReadOnlyList<string> LeftOut(params IEnumerable<string> patterns)
    {
        var lines = new List<string> { GeneratedIgnoreFile.Escape(app.RelativePath!) };
        foreach (var file in ProjectFiles) lines.Add($"**/{file}");
        foreach (var pattern in patterns) lines.Add(InFolder(pattern));
        return lines;
    }

    /// <summary>The application's folder, and a target, as COPY takes them.</summary>
    protected string Sources(string target) => Instruction.Paths(app.RelativeDirectory.Length == 0 ? "." : $"{app.RelativeDirectory}/", target);

    /// <summary>The project's ports, else the one that the stack knows of.</summary>
    protected IReadOnlyList<ContainerPort> PortsOr(int? known) =>
        app.ContainerPorts.Count > 0 || known is not { } port ? app.ContainerPorts : [new ContainerPort(port, "tcp")];

    /// <summary>A path in the application's folder, absolute on this machine.</summary>
    protected string OnDisk(string file) => Path.Combine(app.Directory, file);

    private string InFolder(string pattern)
    {
        var isTakenBack = pattern.StartsWith('!');
        var folder = app.RelativeDirectory.Length == 0 ? "" : GeneratedIgnoreFile.Escape(app.RelativeDirectory) + "/";
        return isTakenBack ? $"!{folder}{pattern[1..]}" : folder + pattern;
    }
}
