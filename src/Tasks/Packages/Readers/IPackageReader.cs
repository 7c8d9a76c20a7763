namespace ContainerGuard.Packages.Readers;

/// <summary>
/// Reads the packages that one kind of file lists. A reader sees one file at a time, and knows nothing of the image around it. It is used
/// by several threads at once.
/// </summary>
internal interface IPackageReader
{
    /// <summary>The kind of file in notes, with its article: <c>a database of dpkg</c>.</summary>
    string Format { get; }

    /// <summary>Whether it reads a file. The question is asked for every file of an image, so it must be cheap.</summary>
    /// <param name="path">Relative to the root, with slashes.</param>
    bool Wants(string path);

    /// <summary>Reads a file. What was found before an exception counts.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message is a clause for people.</exception>
    void Read(PackageFile file, PackageFindings found);
}

/// <summary>A file with packages.</summary>
/// <param name="Path">Relative to the root, with slashes.</param>
/// <param name="Content">All of its bytes.</param>
internal sealed record PackageFile(string Path, ReadOnlyMemory<byte> Content)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The folder, without a slash at its end; empty for the root.</summary>
    public string Folder => Path.LastIndexOf('/') is > 0 and var slash ? Path[..slash] : "";

    public ReadOnlySpan<byte> Bytes => Content.Span;
}

/// <summary>The packages of one file, and what is to be said about it.</summary>
internal sealed class PackageFindings
{
    /// <summary>The most packages of one file.</summary>
    public const int MostPackages = 100_000;

    /// <summary>The most paths of one list of files.</summary>
    public const int MostFiles = 500_000;

    private readonly List<Package> _packages = [];
    private readonly List<FileList> _lists = [];
    private readonly List<string> _notes = [];

    public IReadOnlyList<Package> Packages => _packages;

    /// <summary>Lists of the files of packages that another file names.</summary>
    public IReadOnlyList<FileList> Lists => _lists;

    /// <summary>Sentences about files that could not be read or not as a whole.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public bool IsEmpty => _packages.Count == 0 && _lists.Count == 0 && _notes.Count == 0;

    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void Add(Package package)
    {
        if (_packages.Count == MostPackages) throw new InvalidDataException($"it has more than {MostPackages} packages");
        _packages.Add(package);
    }

    public void Add(FileList list) => _lists.Add(list);

    public void Note(string sentence) => _notes.Add(sentence);
}

/// <summary>The files of a package, which are in a separate file.</summary>
/// <param name="Package">Its name.</param>
/// <param name="Architecture">Its architecture; empty if the list does not name it.</param>
/// <param name="Files">Relative to the root.</param>
internal sealed record FileList(string Package, string Architecture, IReadOnlyList<string> Files);
