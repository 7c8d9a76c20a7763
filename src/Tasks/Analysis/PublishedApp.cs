using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>
/// The .NET application that the file publishes: the properties of its project, which the options of its <c>dotnet publish</c> override.
/// A value is null when a condition, a global property or a build argument decides it.
/// </summary>
internal sealed class PublishedApp
{
    private readonly string? _framework;

    private PublishedApp(FileAnalysis file, ProjectFacts? project, PublishCommand? publish)
    {
        (Project, Publish) = (project, publish);
        _framework = Text("TargetFramework", null);
        if (file.Image is not { } image || image.Stage.Root.Base.HasVariables) return;
        Image = image.Base is { } reference ? DotNetImage.Of(reference) : null;
    }

    /// <summary>The evaluated project; null when the check does not know it.</summary>
    public ProjectFacts? Project { get; }

    /// <summary>The command that publishes it; null when the file only copies what was published before.</summary>
    public PublishCommand? Publish { get; }

    /// <summary>The image of .NET that the final stage starts from; null for another image, or when a build argument names it.</summary>
    public DotNetImage? Image { get; }

    public string? AssemblyName => Text("AssemblyName", Project?.AssemblyName);

    public bool? IsAot => Flag("PublishAot", Project?.PublishAot);

    public bool? IsSingleFile => Flag("PublishSingleFile", Project?.PublishSingleFile);

    public bool? UseAppHost => Flag("UseAppHost", Project?.UseAppHost);

    /// <summary><c>RollForward</c>; empty if it is not set.</summary>
    public string? RollForward => Text("RollForward", Project is null ? null : Project.RollForward);

    /// <summary><c>RuntimeIdentifier</c>; empty if it is not set.</summary>
    public string? RuntimeIdentifier =>
        Publish?.Sets("UseCurrentRuntimeIdentifier", out _) == true ? null : Text("RuntimeIdentifier", Project?.RuntimeIdentifier);

    /// <summary>Whether the application contains its runtime.</summary>
    public bool? IsSelfContained
    {
        get
        {
            if (IsAot == true) return true;
            foreach (var name in (ReadOnlySpan<string>)["SelfContained", "PublishSelfContained", "PublishTrimmed"])
            {
                if (Publish?.Sets(name, out var value) == true && (name != "PublishTrimmed" || !IsFalse(value))) return BooleanOf(value);
            }

            if (Project is null || IsAot is null || Project.IsSelfContained != false) return Project?.IsSelfContained;

            // Before .NET 8 a runtime identifier made the application self-contained.
            return RuntimeIdentifier is "" || (Frameworks.Count > 0 && Frameworks.All(static one => one.Major >= 8)) ? false : null;
        }
    }

    /// <summary>The target frameworks of which one is published; empty when they are unknown.</summary>
    public IReadOnlyList<TargetFramework> Frameworks
    {
        get
        {
            if (Publish?.Sets("TargetFramework", out _) == true)
            {
                return _framework is null ? [] : [.. Modern([_framework])];
            }

            var all = Project?.TargetFrameworks ?? [];
            TargetFramework[] modern = [.. Modern(all)];
            return modern.Length == all.Count ? modern : [];
        }
    }

    /// <summary>Whether the application needs ASP.NET Core: the project, a package or a referenced project names it.</summary>
    public bool IsWeb => Project is not null && Needs("Microsoft.AspNetCore.App");

    /// <summary>Whether the project, a package or a referenced project needs a shared framework.</summary>
    public bool Needs(string framework) => Project is { } project
        && (project.FrameworkReferences.Contains(framework, StringComparer.OrdinalIgnoreCase)
            || project.Restore.Value?.FrameworkReferences.Contains(framework, StringComparer.OrdinalIgnoreCase) == true);

    /// <summary>The application of a file; null if the file is about another one, or about several.</summary>
    public static PublishedApp? Of(FileAnalysis file)
    {
        PublishCommand[] all = [.. PublishCommand.In(file, "publish").Where(static one => one.Run.Stage.IsReachable)];
        var facts = file.Facts.Project;
        if (facts is not null && Array.FindAll(all, one => Names(one, facts)) is { Length: > 0 } own)
        {
            return new PublishedApp(file, facts, own is [var single] ? single : null);
        }

        if (all.Length > 1) return null;
        var publish = all is [var only] ? only : null;
        var isAbout = facts is not null && IsAbout(file, facts, publish);
        return publish is null && !isAbout ? null : new PublishedApp(file, isAbout ? facts : null, publish);
    }

    private static IEnumerable<TargetFramework> Modern(IEnumerable<string> monikers) =>
        monikers.Select(TargetFramework.Parse).Where(static framework => framework.IsModern);

    /// <summary>Whether a command names the project, or its folder.</summary>
    private static bool Names(PublishCommand publish, ProjectFacts project) => publish.Targets.Any(target =>
        LastOf(target.Text) is var last
        && (last.Equals(project.FileName, StringComparison.OrdinalIgnoreCase)
            || (last.Length > 1 && last == LastOf(project.Folder.Replace('\\', '/')))));

    /// <summary>
    /// Whether the file is about the project, although its command does not name it: the file lies beside the project, or names it
    /// elsewhere.
    /// </summary>
    private static bool IsAbout(FileAnalysis file, ProjectFacts project, PublishCommand? publish)
    {
        if (publish?.Targets.Any(static target => target.Text.EndsWith("proj", StringComparison.OrdinalIgnoreCase)
            || !target.Expansions.IsEmpty) == true)
        {
            return false;
        }

        var text = file.Source.Text;
        var mentions = text.Contains(project.FileName, StringComparison.OrdinalIgnoreCase)
            || (project.AssemblyName is { Length: > 2 } name && text.Contains(name + ".dll", StringComparison.OrdinalIgnoreCase));
        return mentions || (file.Facts.Folder is { } folder && folder == project.Folder && (publish is not null || IsDotNet(file)));
    }

    private static bool IsDotNet(FileAnalysis file) => file.Image?.Base is { } image && DotNetImage.Of(image) is not null;

    private string? Text(string name, string? ofProject) => Publish?.Sets(name, out var value) == true ? value : ofProject;

    private bool? Flag(string name, bool? ofProject) => Publish?.Sets(name, out var value) == true ? BooleanOf(value) : ofProject;

    private static bool? BooleanOf(string? value) => value is null ? null : !IsFalse(value);

    private static bool IsFalse(string? value) => value is not null && !value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static string LastOf(string path)
    {
        var trimmed = path.Replace('\\', '/').TrimEnd('/');
        return trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }
}
