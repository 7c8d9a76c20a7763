using ContainerGuard.Formats;

namespace ContainerGuard.Analysis;

/// <summary>
/// The manifests of Node.js and Python beside a Dockerfile. Each is read when a rule first asks for it. An instance is for one thread.
/// </summary>
/// <param name="read">Reads a file beside the Dockerfile by its name; null for a missing file.</param>
internal sealed class Manifests(Func<string, string?> read)
{
    private bool _isNodeRead;
    private PackageJson? _node;
    private bool _isPythonRead;
    private string? _requiresPython;

    public static Manifests None => new(static _ => null);

    /// <summary>The <c>package.json</c>; null for a missing or invalid one.</summary>
    public PackageJson? Node
    {
        get
        {
            if (!_isNodeRead) (_isNodeRead, _node) = (true, read("package.json") is { } text ? PackageJson.Parse(text) : null);
            return _node;
        }
    }

    /// <summary><c>requires-python</c> in <c>pyproject.toml</c>: a version specifier; null if it is missing.</summary>
    public string? RequiresPython
    {
        get
        {
            if (!_isPythonRead)
            {
                (_isPythonRead, _requiresPython) =
                    (true, read("pyproject.toml") is { } text ? TomlReader.Read(text).Root["project", "requires-python"].Text : null);
            }

            return _requiresPython;
        }
    }
}
