using ContainerGuard.Files;

namespace ContainerGuard.Generation.Go;

/// <summary>
/// What the sources of a module say about the image: files and folders that the program reads from its working directory, and C code. It
/// reads literals only, and runs nothing.
/// </summary>
internal sealed class GoSources
{
    private const int MostFiles = 2000;

    private const int MostDeep = 8;

    private const int MostBytes = 256 * 1024;

    /// <summary>Calls that read what belongs to the program. Their literal arguments are paths below the working directory.</summary>
    private static readonly string[] Reads =
        ["ParseGlob(", "ParseFiles(", "LoadHTMLGlob(", "LoadHTMLFiles(", "http.Dir(", "os.DirFS(", ".Static(", ".StaticFile(", ".StaticFS(",
            "http.ServeFile(", "os.ReadFile(", "ioutil.ReadFile(", "os.Open(", "os.ReadDir(", "html.New(", "AddConfigPath(", ".SendFile(",
            "gin.Dir(", "NewFileSystem(", "toml.DecodeFile(", "file://"];

    /// <summary>Calls that fail at the start if their files are missing, so that a path that is not literal is worth a warning.</summary>
    private static readonly string[] Needed = ["ParseGlob(", "LoadHTMLGlob(", "http.Dir("];

    private readonly IFileSystem _files;
    private readonly string _folder;
    private readonly SortedSet<string> _paths = new(StringComparer.Ordinal);

    private GoSources(IFileSystem files, string folder)
    {
        _files = files;
        _folder = folder;
    }

    /// <summary>The folders and files that the program reads, relative to the module.</summary>
    public IReadOnlyCollection<string> Paths => _paths;

    /// <summary>The first call whose path is not literal: the file, the line and the call.</summary>
    public (string File, int Line, string Call)? Unclear { get; private set; }

    /// <summary>The first file with C code (cmd/cgo), relative to the module; null without one.</summary>
    public string? Cgo { get; private set; }

    /// <summary>The first library of the system that C code is linked with; null without one.</summary>
    public string? Library { get; private set; }

    public static GoSources Read(IFileSystem files, string folder)
    {
        var sources = new GoSources(files, folder);
        var left = MostFiles;
        sources.Walk("", MostDeep, ref left);
        return sources;
    }

    private void Walk(string folder, int depth, ref int left)
    {
        var entries = _files.List(Path.Combine(_folder, folder)).OrderBy(static entry => entry.Name, StringComparer.Ordinal).ToArray();
        foreach (var entry in entries)
        {
            var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
            if (entry.Kind == FileKind.Directory)
            {
                if (depth > 0 && entry.Name[0] is not ('.' or '_') && entry.Name is not ("vendor" or "testdata" or "node_modules"))
                {
                    Walk(path, depth - 1, ref left);
                }
            }
            else if (entry.Name.EndsWith(".go", StringComparison.Ordinal) && !entry.Name.EndsWith("_test.go", StringComparison.Ordinal)
                && left-- > 0 && _files.ReadText(Path.Combine(_folder, path), MostBytes) is { } text)
            {
                Add(path, text);
            }
        }
    }

    private void Add(string file, string text)
    {
        var number = 0;
        foreach (var rawLine in text.Split('\n'))
        {
            number++;
            var line = rawLine.Trim();
            if (line is "import \"C\"") Cgo ??= file;
            if (line.Contains("#cgo", StringComparison.Ordinal)) AddLibrary(line);
            if (line.StartsWith("//", StringComparison.Ordinal)) continue;
            foreach (var call in Reads)
            {
                var at = line.IndexOf(call, StringComparison.Ordinal);
                if (at < 0) continue;
                var arguments = line[(at + call.Length)..];
                if (call == "file://") AddPath(arguments.Split('"', '`', ' ')[0]);
                else if (!AddLiterals(arguments) && Array.IndexOf(Needed, call) >= 0) Unclear ??= (file, number, call.TrimEnd('('));
            }
        }
    }

    /// <summary>The libraries of the C library itself are in every image with one.</summary>
    private void AddLibrary(string line)
    {
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.StartsWith("-l", StringComparison.Ordinal) && word is not ("-lm" or "-lpthread" or "-ldl" or "-lrt" or "-lc"))
            {
                Library ??= word[2..];
            }
        }

        var at = line.IndexOf("pkg-config:", StringComparison.Ordinal);
        if (at >= 0) Library ??= line[(at + "pkg-config:".Length)..].Trim().Split(' ')[0];
    }

    /// <summary>Adds the paths among the arguments of a call.</summary>
    /// <returns>Whether there is a literal among them.</returns>
    private bool AddLiterals(string arguments)
    {
        var texts = new List<string>();
        var depth = 0;
        for (var at = 0; at < arguments.Length && depth >= 0; at++)
        {
            if (arguments[at] == '(')
            {
                depth++;
            }
            else if (arguments[at] == ')')
            {
                depth--;
            }
            else if (arguments[at] is '"' or '`')
            {
                var end = arguments.IndexOf(arguments[at], at + 1);
                if (end < 0) break;
                texts.Add(arguments[(at + 1)..end]);
                at = end;
            }
        }

        if (arguments.StartsWith("filepath.Join(", StringComparison.Ordinal) || arguments.StartsWith("path.Join(",
            StringComparison.Ordinal))
        {
            texts = [string.Join('/', texts)];
        }

        foreach (var text in texts) AddPath(text);
        return texts.Count > 0;
    }

    /// <summary>Adds the file, or the folder before the first pattern, if the module has it.</summary>
    private void AddPath(string text)
    {
        var path = text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text;
        if (path.Length == 0 || path[0] is '/' or '.' || path.Contains("..", StringComparison.Ordinal)) return;
        var parts = path.TrimEnd('/').Split('/').TakeWhile(static part => !TextScan.HasAny(part, "*?[{")).ToArray();
        var known = string.Join('/', parts);
        if (known.Length == 0 || known.StartsWith(".env", StringComparison.Ordinal)) return;
        var full = Path.Combine(_folder, known);
        if (_files.DirectoryExists(full) || _files.FileExists(full)) _paths.Add(known);
    }
}
