using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>
/// The .NET application that the file publishes: the properties of its project, which the options of its <c>dotnet publish</c> override.
/// A value is null when a condition, a global property or a build argument decides it.
/// </summary>
internal sealed class PublishedApp
{
    /// <summary>The beginnings of variables that replace the addresses of the settings files, or add to them.</summary>
    private static readonly string[] AddressVariables =
        ["Kestrel__", "ASPNETCORE_Kestrel__Endpoints", "DOTNET_Kestrel__Endpoints", "URLS"];

    /// <summary>The commands that publish the application. What they do not agree on is unknown.</summary>
    private readonly PublishCommand?[] _commands;

    private PublishedApp(FileAnalysis file, ProjectFacts? project, PublishCommand[] commands)
    {
        Project = project;
        _commands = commands.Length == 0 ? new PublishCommand?[1] : commands;
        IsPublished = commands.Length > 0 || !ContainsBuildOutput(file);
        if (file.Image is not { } image || image.Stage.Root.Base.HasVariables) return;
        Image = image.Base is { } reference ? DotNetImage.Of(reference) : null;
    }

    /// <summary>The evaluated project; null when the check does not know it.</summary>
    public ProjectFacts? Project { get; }

    /// <summary>
    /// The command that publishes it; null when the file only copies what was published before, or publishes it in two ways.
    /// </summary>
    public PublishCommand? Publish => _commands is [var only] ? only : null;

    /// <summary>Whether the image has the output of a publish. That of a build does not depend on the properties of publishing.</summary>
    public bool IsPublished { get; }

    /// <summary>The image of .NET that the final stage starts from; null for another image, or when a build argument names it.</summary>
    public DotNetImage? Image { get; }

    public string? AssemblyName => Agreed(command => Text(command, "AssemblyName", Project?.AssemblyName));

    public bool? IsAot => Agreed(IsAotIn);

    public bool? IsSingleFile => Agreed(command => Flag(command, "PublishSingleFile", Project?.PublishSingleFile));

    public bool? UseAppHost => Agreed(command => Flag(command, "UseAppHost", Project?.UseAppHost));

    /// <summary><c>RollForward</c>; empty if it is not set.</summary>
    public string? RollForward => Agreed(command => Text(command, "RollForward", Project?.RollForward));

    /// <summary><c>RuntimeIdentifier</c>; empty if it is not set.</summary>
    public string? RuntimeIdentifier => Agreed(IdentifierIn);

    /// <summary>Whether the application contains its runtime.</summary>
    public bool? IsSelfContained => Agreed(IsSelfContainedIn);

    /// <summary>The target frameworks of which one is published; empty when they are unknown.</summary>
    public IReadOnlyList<TargetFramework> Frameworks
    {
        get
        {
            List<TargetFramework> all = [];
            foreach (var command in _commands)
            {
                if (FrameworksIn(command) is not { Length: > 0 } found) return [];
                all.AddRange(found);
            }

            return all;
        }
    }

    /// <summary>Whether a container starts this application, and not another one that the same file publishes.</summary>
    public bool IsStartedBy(AppStart start) => start.Assembly is null
        ? start.Executable == AssemblyName
        : AssemblyName is not { } name || start.Assembly.Equals(name + ".dll", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The addresses in the settings files that Kestrel listens on in the environment of the image, unless a variable or an argument
    /// overrides them; empty if the settings name none, or if that is unknown.
    /// </summary>
    public IReadOnlyList<KestrelAddress> AddressesIn(FinalImage image, ContainerProcess? process) =>
        Project is { } project && IsWeb && !IsOverridden(image.State, process) && EnvironmentOf(image.State) is { } environment
            ? project.AddressesIn(environment)
            : [];

    /// <summary>
    /// Whether the sources of a web application choose its addresses, which overrides variables; true if that is unknown.
    /// </summary>
    public bool ChoosesAddresses => IsWeb && Project!.ChoosesAddresses.Value != false;

    /// <summary>Variables without the prefix ASPNETCORE_ and arguments override the settings file.</summary>
    private static bool IsOverridden(StageState state, ContainerProcess? process) =>
        state.Environment.Names.Any(static name =>
            Array.Exists(AddressVariables, one => name.StartsWith(one, StringComparison.OrdinalIgnoreCase)))
        || process?.CommandLine.Contains("--urls", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The environment, such as Production; null if it is unknown, or if the two variables for it differ.</summary>
    private static string? EnvironmentOf(StageState state)
    {
        string? found = null;
        foreach (var name in (ReadOnlySpan<string>)["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"])
        {
            if (state.Environment.Find(name) is not { } variable) continue;
            if (variable is not { IsKnown: true, Value: { } value } || (found is not null && found != value)) return null;
            found = value;
        }

        return found is { Length: > 0 } ? found : "Production";
    }

    private bool? IsAotIn(PublishCommand? command) => Flag(command, "PublishAot", Project?.PublishAot);

    private string? IdentifierIn(PublishCommand? command) =>
        command?.Sets("UseCurrentRuntimeIdentifier", out _) == true
            ? null
            : Text(command, "RuntimeIdentifier", Project?.RuntimeIdentifier);

    private bool? IsSelfContainedIn(PublishCommand? command)
    {
        if (IsAotIn(command) == true) return IsPublished ? true : null;
        foreach (var name in (ReadOnlySpan<string>)["SelfContained", "PublishSelfContained", "PublishTrimmed"])
        {
            if (command?.Sets(name, out var value) == true && (name != "PublishTrimmed" || !IsFalse(value))) return BooleanOf(value);
        }

        var ofProject = Flag(command, "SelfContained", Project?.IsSelfContained);
        if (Project is null || IsAotIn(command) is null || ofProject is null) return null;
        if (ofProject == true) return IsPublished ? true : null;

        // Before .NET 8 a runtime identifier made the application self-contained.
        return IdentifierIn(command) is ""
            || (FrameworksIn(command) is { Length: > 0 } all && all.All(static one => one.Major >= 8)) ? false : null;
    }

    private TargetFramework[] FrameworksIn(PublishCommand? command)
    {
        if (command?.Sets("TargetFramework", out _) == true)
        {
            return Text(command, "TargetFramework", null) is { } one ? [.. Modern([one])] : [];
        }

        var all = Project?.TargetFrameworks ?? [];
        if (command is not null && IsDecidedElsewhere(command, "TargetFramework", "TargetFrameworks")) return [];
        TargetFramework[] modern = [.. Modern(all)];
        return modern.Length == all.Count ? modern : [];
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
        PublishCommand[] all = [.. PublishCommand.Publishing(file).Where(static one => one.Run.Stage.IsReachable)];
        var facts = file.Facts.Project;
        if (facts is not null && Array.FindAll(all, one => Names(one, facts)) is { Length: > 0 } own)
        {
            return new PublishedApp(file, facts, own);
        }

        if (all.Length > 1) return null;
        var isAbout = facts is not null && IsAbout(file, facts, all is [var only] ? only : null);
        return all.Length == 0 && !isAbout ? null : new PublishedApp(file, isAbout ? facts : null, all);
    }

    /// <summary>Whether a file without a publish builds the application, or copies the output of a build.</summary>
    private static bool ContainsBuildOutput(FileAnalysis file) =>
        PublishCommand.In(file, "build", "msbuild").Any(static one => one.Run.Stage.IsReachable)
        || file.Copies.Any(static copy => copy.Sources.Any(static source =>
            $"/{source.Text}/".Contains("/bin/", StringComparison.OrdinalIgnoreCase)
            && !source.Text.Contains("publish", StringComparison.OrdinalIgnoreCase)));

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
        return mentions || CopiesOutput(file, project)
            || (file.Facts.Folder is { } folder && folder == project.Folder && (publish is not null || IsDotNet(file)));
    }

    /// <summary>
    /// The folder of the build context with the output of builds on this machine, with a slash at its end: <c>src/Shop/bin/</c>. Null if
    /// the project is outside the context.
    /// </summary>
    public static string? BuildOutput(FileAnalysis file, ProjectFacts project) =>
        file.Facts.Context is { } context && ContextPaths.Relative(context, project.Folder) is { } folder
            ? folder.Length == 0 ? "bin/" : $"{folder}/bin/"
            : null;

    /// <summary>Whether the file copies the output of a build on this machine from the folder of the project.</summary>
    private static bool CopiesOutput(FileAnalysis file, ProjectFacts project) => BuildOutput(file, project) is { } output
        && file.Copies.Any(copy => copy.Sources.Any(source => source.Text.StartsWith(output, StringComparison.Ordinal)));

    private static bool IsDotNet(FileAnalysis file) => file.Image?.Base is { } image && DotNetImage.Of(image) is not null;

    /// <summary>What all commands agree on; null, which stands for unknown, where they differ.</summary>
    private T? Agreed<T>(Func<PublishCommand?, T> read)
    {
        var first = read(_commands[0]);
        return Array.TrueForAll(_commands, command => EqualityComparer<T>.Default.Equals(read(command), first)) ? first : default;
    }

    private string? Text(PublishCommand? command, string name, string? ofProject) =>
        command?.Sets(name, out var value) == true ? value
        : command is not null && IsDecidedElsewhere(command, name) ? null
        : ofProject;

    private bool? Flag(PublishCommand? command, string name, bool? ofProject) =>
        command?.Sets(name, out var value) == true ? BooleanOf(value)
        : command is not null && IsDecidedElsewhere(command, name) ? null
        : ofProject;

    /// <summary>
    /// Whether a value of the project may be another one in this command: a publish profile has more properties, and a property that the
    /// command sets can be part of the value.
    /// </summary>
    private bool IsDecidedElsewhere(PublishCommand command, params ReadOnlySpan<string> names)
    {
        if (command.HasMoreProperties) return true;
        if (Project is null) return false;
        foreach (var name in names)
        {
            if (Project.UsesAny(name, command.Properties)) return true;
        }

        return false;
    }

    private static bool? BooleanOf(string? value) => value is null ? null : !IsFalse(value);

    private static bool IsFalse(string? value) => value is not null && !value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static string LastOf(string path)
    {
        var trimmed = path.Replace('\\', '/').TrimEnd('/');
        return trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }
}
