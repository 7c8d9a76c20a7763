namespace ContainerGuard.Packages.Readers.Systems;

/// <summary>The files of dpkg's packages: <c>info/libc6:amd64.list</c>, and <c>status.d/libc6.md5sums</c> of distroless images.</summary>
internal sealed class DpkgFilesReader : IPackageReader
{
    private const string Info = "var/lib/dpkg/info/";
    private const string List = ".list";
    private const string Sums = ".md5sums";

    public string Format => "a list of files of dpkg";

    public bool Wants(string path) =>
        (path.StartsWith(Info, StringComparison.Ordinal) && path.EndsWith(List, StringComparison.Ordinal))
        || (path.StartsWith(DpkgReader.StatusFolder, StringComparison.Ordinal) && path.EndsWith(Sums, StringComparison.Ordinal));

    public void Read(PackageFile file, PackageFindings found)
    {
        var hasSums = file.Path.EndsWith(Sums, StringComparison.Ordinal);
        var name = file.Name[..^(hasSums ? Sums : List).Length];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        List<string> files = [];
        foreach (var line in PackageText.Lines(file.Content).Take(PackageFindings.MostFiles))
        {
            // A sum has 32 digits and two blanks.
            var path = (hasSums ? line[(line.IndexOf("  ", StringComparison.Ordinal) is >= 0 and var blanks ? blanks + 2 : 0)..] : line)
                .TrimStart('.', '/');
            if (path.Length > 0) files.Add(path);
        }

        found.Add(new FileList(colon < 0 ? name : name[..colon], colon < 0 ? "" : name[(colon + 1)..], files));
    }
}
