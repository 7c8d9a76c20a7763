using ContainerGuard.Files;

namespace ContainerGuard.Compose;

/// <summary>
/// A folder with compose files: its <c>.env</c> file, and what its compose files build. A stack often has several files, of which one
/// builds an image that another one only names.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="folder">The folder, absolute.</param>
internal sealed class ComposeFolder(IFileSystem files, string folder)
{
    private const int LongestFile = 1 << 20;

    private readonly Lazy<ComposeVariables> _variables = new(() => files.ReadText(Path.Combine(folder, ".env"), LongestFile) is { } text
        ? ComposeVariables.Read(text)
        : ComposeVariables.None);

    private readonly Lazy<IReadOnlyList<ComposeService>> _built = new(() => BuiltIn(files, folder));

    /// <summary>The variables of the compose files.</summary>
    public ComposeVariables Variables => _variables.Value;

    /// <summary>
    /// The services that are built by all compose files of the folder, and by the files that they include. The file of a service is
    /// relative to this folder, and the paths of its build to the folder of the file.
    /// </summary>
    public IReadOnlyList<ComposeService> Built => _built.Value;

    /// <summary>The folder, absolute.</summary>
    public string Root { get; } = folder;

    /// <summary>Whether a compose file with any name builds a service.</summary>
    /// <param name="file">The file, relative to the folder.</param>
    /// <param name="service">The name of the service.</param>
    /// <returns>True as well if the file cannot be read: then it is unknown what the service is.</returns>
    public bool MayBuild(string file, string service)
    {
        if (file.Contains('$', StringComparison.Ordinal)) return true;
        var text = files.ReadText(Path.GetFullPath(file, Root), LongestFile);
        return text is null || ComposeFile.Read(text).Services.Any(other => other.Name == service && other.Build is not null);
    }

    private static List<ComposeService> BuiltIn(IFileSystem files, string folder)
    {
        List<ComposeService> services = [];
        string[] own = [.. files.List(folder).Where(static entry => entry.Kind == FileKind.File && ComposeName.IsOne(entry.Name))
            .Select(static entry => entry.Name)];
        foreach (var name in ComposeIncludes.With(files, own, name => Path.GetFullPath(name, folder)))
        {
            var file = Path.GetFullPath(name, folder);
            if (files.ReadText(file, LongestFile) is { } text && text.Contains("build", StringComparison.Ordinal))
            {
                services.AddRange(ComposeFile.Read(text).Services.Where(static service => service.Build is not null)
                    .Select(service => service with { File = Path.GetRelativePath(folder, file).Replace('\\', '/') }));
            }
        }

        return services;
    }
}
