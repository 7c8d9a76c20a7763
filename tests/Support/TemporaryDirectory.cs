namespace ContainerGuard.Tests.Support;

/// <summary>A new, empty folder outside the repository, gone with everything in it on dispose.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <param name="name">The folder's own name, for tests whose subject is an awkward path; a plain one by default.</param>
    public TemporaryDirectory(string name = "work")
    {
        _parent = Directory.CreateTempSubdirectory("containerguard-");
        Path = Directory.CreateDirectory(System.IO.Path.Combine(_parent.FullName, name)).FullName;
    }

    private readonly DirectoryInfo _parent;

    /// <summary>Absolute path of the folder.</summary>
    public string Path { get; }

    /// <summary>An absolute path below the folder.</summary>
    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a text file below the folder, its parent folders included, and returns its absolute path.</summary>
    public string Write(string relativePath, string text)
    {
        var path = Combine(relativePath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _parent.Delete(recursive: true);
}
