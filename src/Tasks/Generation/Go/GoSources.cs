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

    private const int MostOfArguments = 2048;

    /// <summary>Calls that read what belongs to the program. Their literal arguments are paths below the working directory.</summary>
    private static readonly string[] Reads =
        ["ParseGlob(", "ParseFiles(", "LoadHTMLGlob(", "LoadHTMLFiles(", "http.Dir(", "os.DirFS(", ".Static(", ".StaticFile(", ".StaticFS(",
            "http.ServeFile(", "os.ReadFile(", "ioutil.ReadFile(", "os.Open(", "os.ReadDir(", "html.New(", "AddConfigPath(", ".SendFile(",
            "gin.Dir(", "NewFileSystem(", "toml.DecodeFile(", "file://", "ini.Load(", "SetConfigFile(", "file.Provider(", "ReadConfig(",
            "LoadMessageFile(", "geoip2.Open(", "excelize.OpenFile(", "os.OpenFile("];

    /// <summary>Calls that fail at the start if their files are missing, so that a path that is not literal is worth a warning.</summary>
    private static readonly string[] Needed = ["ParseGlob(", "LoadHTMLGlob(", "http.Dir("];

    /// <summary>Calls that read templates and pages, which do not come into being while the program runs.</summary>
    private static readonly string[] NeededFiles =
        ["ParseGlob(", "ParseFiles(", "LoadHTMLGlob(", "LoadHTMLFiles(", "http.Dir(", "file://"];

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

    /// <summary>The first path that the program reads and the image does not have: the file, the line, the path and the reason.</summary>
    public (string File, int Line, string Path, GoPathGap Gap)? Gap { get; private set; }

    /// <summary>
    /// The first server that only the machine itself reaches: the file, the line, the address and the variable that sets another one.
    /// </summary>
    public (string File, int Line, string Address, string? Variable)? Local { get; private set; }

    /// <summary>The first setting whose default address only the machine itself reaches: the file, the line and the setting.</summary>
    public (string File, int Line, GoLocalDefault Setting)? LocalDefault { get; private set; }

    /// <summary>The first port below 1024: the file, the line, the port and the variable that sets another one.</summary>
    public (string File, int Line, string Port, string? Variable)? LowPort { get; private set; }

    /// <summary>The first package that writes a database into a file, and the file that imports it; null without one.</summary>
    public (string File, string Package)? Database { get; private set; }

    /// <summary>The first pattern of go:embed that names the output of a build: the file, the line and the pattern.</summary>
    public (string File, int Line, string Pattern)? Embedded { get; private set; }

    /// <summary>The first pattern of go:embed that matches no file: the file, the line and the pattern.</summary>
    public (string File, int Line, string Pattern)? MissingEmbed { get; private set; }

    /// <summary>The first library that adds files to the program by a further step: the file, the line and the library.</summary>
    public (string File, int Line, string Package)? Packer { get; private set; }

    /// <summary>The commands of the program.</summary>
    public GoCommands Commands { get; } = new();

    /// <summary>The first file with C code (cmd/cgo), relative to the module; null without one.</summary>
    public string? Cgo { get; private set; }

    /// <summary>The first library of the system that C code is linked with; null without one.</summary>
    public string? Library { get; private set; }

    /// <summary>Whether a file reads the variable PORT, the address of a server on many platforms.</summary>
    public bool ReadsPort { get; private set; }

    public static GoSources Read(IFileSystem files, string folder)
    {
        var sources = new GoSources(files, folder);
        var walk = new SourceWalk(MostFiles, MostDeep, MostBytes, sources.IsPart, static name =>
            name.EndsWith(".go", StringComparison.Ordinal) && !GoConstraint.IsForOthers(name[..^".go".Length]));
        foreach (var (path, text) in walk.In(files, folder)) sources.Add(path, text);
        return sources;
    }

    /// <summary>A folder with its own go.mod is another module.</summary>
    private bool IsPart(string folder) =>
        Path.GetFileName(folder) is var name && name[0] is not ('.' or '_') && name is not ("vendor" or "testdata" or "node_modules")
        && !_files.FileExists(Path.Combine(_folder, folder, "go.mod"));

    private void Add(string file, string text)
    {
        var isExample = file.StartsWith("example", StringComparison.Ordinal);
        if (!isExample) Commands.Add(file, text);
        ReadsPort |= text.Contains("os.Getenv(\"PORT\")", StringComparison.Ordinal)
            || text.Contains("os.LookupEnv(\"PORT\")", StringComparison.Ordinal);
        var calls = Array.FindAll(Reads, call => text.Contains(call, StringComparison.Ordinal));
        var hasC = text.Contains("\"C\"", StringComparison.Ordinal) || text.Contains("#cgo", StringComparison.Ordinal);
        var more = GoServers.Mentions(text) || GoEmbeds.Mentions(text) || GoLocalDefault.IsMentionedIn(text);
        var hasLowPort = LowPort is null && text.AsSpan().ContainsAny(GoPorts.Marks);
        if ((calls.Length == 0 && !hasC && !more && !hasLowPort) || GoConstraint.ExcludesLinux(text)) return;
        var readsSchemes = hasLowPort && text.Contains(".Scheme", StringComparison.Ordinal);
        var number = 0;
        var start = 0;
        foreach (var rawLine in text.Split('\n'))
        {
            number++;
            var line = rawLine.Trim();
            var begin = start;
            start += rawLine.Length + 1;
            if (hasC && line is "import \"C\"") Cgo ??= file;
            if (hasC && line.Contains("#cgo", StringComparison.Ordinal)) AddLibrary(line);
            if (more && line.StartsWith("//go:embed ", StringComparison.Ordinal))
            {
                if (GoEmbeds.Built(line) is { } built) Embedded ??= (file, number, built);
                if (MissingEmbed is null && !isExample && GoEmbeds.Missing(_files, FolderOf(file), line) is { } missing)
                {
                    MissingEmbed = (file, number, missing);
                }
            }

            if (line.StartsWith("//", StringComparison.Ordinal)) continue;
            if (more && Local is null && GoServers.LocalAddress(text, begin, rawLine.Length) is { } address)
            {
                Local = (file, number, address, GoServers.VariableAround(text, begin + rawLine.IndexOf(address, StringComparison.Ordinal)));
            }

            if (more && LocalDefault is null && GoLocalDefault.In(line) is { } byDefault) LocalDefault = (file, number, byDefault);
            if (hasLowPort && GoPorts.In(line, readsSchemes) is var (port, variable)) LowPort ??= (file, number, port, variable);
            if (more && GoServers.WritingPackage(line) is { } package) Database ??= (file, package);
            if (more && GoEmbeds.Packer(line) is { } packer) Packer ??= (file, number, packer);
            foreach (var call in calls)
            {
                var at = rawLine.IndexOf(call, StringComparison.Ordinal);
                if (at < 0) continue;
                var place = (file, number);
                if (call == "file://")
                {
                    AddPath(rawLine[(at + call.Length)..].Split('"', '`', ' ')[0], place, call);
                    continue;
                }

                // The arguments can go on in the next lines.
                var from = begin + at + call.Length;
                var arguments = text.Substring(from, Math.Min(MostOfArguments, text.Length - from));
                if (!AddLiterals(arguments, place, call) && Array.IndexOf(Needed, call) >= 0) Unclear ??= (file, number, call.TrimEnd('('));
            }
        }
    }

    private string FolderOf(string file) => Path.GetDirectoryName(Path.Combine(_folder, file))!;

    /// <summary>The libraries of the C library itself are in every image with one.</summary>
    private void AddLibrary(string line)
    {
        // "#cgo windows LDFLAGS: …" and "#cgo !linux CFLAGS: …" are for other systems.
        var conditions = line[(line.IndexOf("#cgo", StringComparison.Ordinal) + "#cgo".Length)..].Split(':')[0]
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).SkipLast(1).ToArray();
        if (conditions.Length > 0 && Array.TrueForAll(conditions, IsForOthers)) return;

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

    /// <summary>Whether a condition of <c>#cgo</c> is false on Linux: tags that a comma joins, each of which must be true.</summary>
    private static bool IsForOthers(string condition) => Array.Exists(
        condition.Split(','), static tag => (tag.StartsWith('!') ? !GoConstraint.OnLinux(tag[1..]) : GoConstraint.OnLinux(tag)) is false);

    /// <summary>Adds the paths among the arguments of a call.</summary>
    /// <returns>Whether there is a literal among them.</returns>
    private bool AddLiterals(string arguments, (string File, int Line) place, string call)
    {
        var isJoined = arguments.StartsWith("filepath.Join(", StringComparison.Ordinal)
            || arguments.StartsWith("path.Join(", StringComparison.Ordinal);
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

        if (isJoined) texts = [string.Join('/', texts)];
        foreach (var text in texts) AddPath(text, place, call);
        return texts.Count > 0;
    }

    /// <summary>Adds the file, or the folder before the first pattern, if the module has it.</summary>
    private void AddPath(string text, (string File, int Line) place, string call)
    {
        var path = text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text;
        if (path.Length == 0 || path[0] == '/' || TextScan.HasAny(path, "%$ :")) return;
        var isNeeded = Array.IndexOf(NeededFiles, call) >= 0;
        if (path == ".." || path.StartsWith("../", StringComparison.Ordinal))
        {
            if (isNeeded) Gap ??= (place.File, place.Line, text, GoPathGap.Outside);
            return;
        }

        if (path[0] == '.' || path.Contains("..", StringComparison.Ordinal)) return;
        var parts = path.TrimEnd('/').Split('/').TakeWhile(static part => !TextScan.HasAny(part, "*?[{")).ToArray();
        var known = string.Join('/', parts);
        if (known.Length == 0 || known.StartsWith(".env", StringComparison.Ordinal)) return;
        var full = Path.Combine(_folder, known);
        var isFile = _files.FileExists(full);
        if (GeneratedIgnoreFile.IsSecret(known))
        {
            // A secret in the image is readable for all who can pull it.
            if (isFile || _files.DirectoryExists(full)) Gap ??= (place.File, place.Line, text, GoPathGap.Secret);
        }
        else if (isFile || _files.DirectoryExists(full))
        {
            _paths.Add(known);
        }
        else if (isNeeded)
        {
            Gap ??= (place.File, place.Line, text, GoPathGap.Missing);
        }
    }
}

/// <summary>Why the image does not have a path that the program reads.</summary>
internal enum GoPathGap
{
    /// <summary>The module does not have it.</summary>
    Missing,

    /// <summary>It leaves the module.</summary>
    Outside,

    /// <summary>It is a secret by its name.</summary>
    Secret,
}
