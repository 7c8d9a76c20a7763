using System.Globalization;
using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Formats;
using ContainerGuard.Rules;

namespace ContainerGuard.Scanning;

/// <summary>
/// The vulnerabilities that the files of other scanners accept: <c>.trivyignore</c>, <c>.trivyignore.yaml</c>, <c>.grype.yaml</c>,
/// <c>osv-scanner.toml</c> and <c>.snyk</c>, and the statements of OpenVEX and CycloneDX. An entry with a selector that NuGet packages do
/// not have, such as a path, is left out.
/// </summary>
/// <param name="files">The disk.</param>
internal sealed class ForeignExceptions(IFileSystem files)
{
    private const int LargestFile = 4 << 20;

    private readonly List<ImageException> _found = [];
    private readonly List<(string File, FormatProblem Problem)> _problems = [];

    /// <summary>The accepted vulnerabilities, expired ones included.</summary>
    public IReadOnlyList<ImageException> Found => _found;

    /// <summary>The files, and the entries, that are not valid and accept nothing.</summary>
    public IReadOnlyList<(string File, FormatProblem Problem)> Problems => _problems;

    /// <summary>Reads the files of a folder.</summary>
    public void ReadFolder(string folder)
    {
        if (Text(Path.Combine(folder, ".trivyignore"), out var file) is { } lines) ReadTrivy(file, lines);
        Read(Path.Combine(folder, ".trivyignore.yaml"), YamlReader.Read, ReadTrivy);
        Read(Path.Combine(folder, ".grype.yaml"), YamlReader.Read, ReadGrype);
        Read(Path.Combine(folder, "osv-scanner.toml"), TomlReader.Read, ReadOsv);
        Read(Path.Combine(folder, ".snyk"), YamlReader.Read, ReadSnyk);
    }

    /// <summary>Reads an OpenVEX document, or a CycloneDX one with vulnerabilities.</summary>
    public void ReadVex(string path)
    {
        if (!files.FileExists(path)) Refuse(path, "it does not exist");
        else if (!Read(path, YamlReader.Read, ReadVex)) Refuse(path, "it cannot be read");
    }

    /// <summary>The content of a file, empty if that is too large; null if it does not exist or cannot be read.</summary>
    private string? Text(string path, out string file)
    {
        var text = files.ReadText(file = path, LargestFile + 1);
        if (text is null || Encoding.UTF8.GetByteCount(text) <= LargestFile) return text;
        Refuse(path, $"it is larger than {LargestFile >> 20} MiB");
        return "";
    }

    private void Refuse(string file, string problem, int line = 0) => _problems.Add((file, new FormatProblem(line, 0, problem)));

    /// <returns>False if the file does not exist or cannot be read.</returns>
    private bool Read(string path, Func<string, DataFile> parse, Action<string, DataNode> read)
    {
        if (Text(path, out _) is not { } text) return false;
        var data = parse(text);
        if (data.Problem is { } problem) _problems.Add((path, problem));
        else read(path, data.Root);
        return true;
    }

    /// <summary>An identifier in each line, and the last day after <c>exp:</c>.</summary>
    private void ReadTrivy(string file, string text)
    {
        foreach (var (index, line) in text.Split('\n').Index())
        {
            var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            var end = Array.Find(words, static word => word.StartsWith("exp:", StringComparison.Ordinal));
            Add(file, words[0], null, end?[4..], line: index + 1);
        }
    }

    private void ReadTrivy(string file, DataNode root)
    {
        foreach (var entry in root["vulnerabilities"].Items.Where(static entry => !entry["paths"].Exists))
        {
            string?[] packages = entry["purls"].Exists ? [.. entry["purls"].Texts] : [null];
            foreach (var package in packages) Add(file, entry["id"].Text, package, entry["expired_at"].Text, entry["statement"].Text);
        }
    }

    private void ReadGrype(string file, DataNode root)
    {
        foreach (var entry in root["ignore"].Items)
        {
            var isWide = entry.Names.All(static name => name is "vulnerability" or "package" or "reason" or "include-aliases")
                && entry["package"].Names.All(static name => name is "name" or "version" or "type");
            if (!isWide || entry["package", "type"].Text is not (null or "dotnet" or "nuget")) continue;
            var (name, version) = (entry["package", "name"].Text, entry["package", "version"].Text);
            // A version of any package is a selector that an exception does not have.
            if (name is null && version is not null) continue;
            var package = name is null ? null : version is null ? $"pkg:nuget/{name}" : $"pkg:nuget/{name}@{version}";
            var code = entry["vulnerability"].Text ?? (package is null ? null : ScanCodes.VulnerablePackage.Id);
            Add(file, code, package, null, entry["reason"].Text);
        }
    }

    private void ReadOsv(string file, DataNode root)
    {
        foreach (var entry in root["IgnoredVulns"].Items)
        {
            Add(file, entry["id"].Text, null, entry["ignoreUntil"].Text, entry["reason"].Text);
        }

        foreach (var entry in root["PackageOverrides"].Items)
        {
            var isIgnored = entry["ignore"].Text == "true" || entry["vulnerability", "ignore"].Text == "true";
            if (!isIgnored || entry["ecosystem"].Text is not (null or "NuGet") || entry["name"].Text is not { } name) continue;
            var version = entry["version"].Text is { } text ? $"@{text}" : "";
            Add(
                file, ScanCodes.VulnerablePackage.Id, $"pkg:nuget/{name}{version}", entry["effectiveUntil"].Text,
                entry["reason"].Text);
        }
    }

    /// <summary>An entry for some paths of dependencies only is left out.</summary>
    private void ReadSnyk(string file, DataNode root)
    {
        var ignored = root["ignore"];
        foreach (var id in ignored.Names)
        {
            foreach (var entry in ignored[id].Items.Where(static entry => entry["*"].Exists))
            {
                Add(file, id, null, entry["*", "expires"].Text, entry["*", "reason"].Text);
            }
        }
    }

    private void ReadVex(string file, DataNode root)
    {
        foreach (var entry in root["statements"].Items.Where(static entry => entry["status"].Text is "not_affected" or "fixed"))
        {
            var reason = entry["justification"].Text ?? entry["impact_statement"].Text;
            var vulnerability = entry["vulnerability"];
            string?[] ids = [vulnerability["name"].Text ?? vulnerability.Text, .. vulnerability["aliases"].Texts];
            foreach (var id in ids)
            {
                foreach (var package in PackagesOf(entry["products"])) Add(file, id, package, null, reason);
            }
        }

        foreach (var entry in root["vulnerabilities"].Items)
        {
            if (entry["analysis", "state"].Text is not ("not_affected" or "false_positive" or "resolved")) continue;
            string?[] packages = [.. entry["affects"].Items.Select(static one => one["ref"].Text)];
            foreach (var package in packages is [] ? [null] : packages)
            {
                Add(file, entry["id"].Text, package, null, entry["analysis", "detail"].Text);
            }
        }
    }

    /// <summary>The packages of a statement: its subcomponents, or products that are packages themselves.</summary>
    private static List<string?> PackagesOf(DataNode products)
    {
        List<string?> packages = [];
        foreach (var product in products.Items)
        {
            var parts = product["subcomponents"].Items.Select(NameOf).OfType<string>().ToList();
            if (parts.Count > 0) packages.AddRange(parts);
            else packages.Add(NameOf(product) is { } name && name.StartsWith("pkg:nuget/", StringComparison.Ordinal) ? name : null);
        }

        return packages.Count == 0 ? [null] : packages;

        static string? NameOf(DataNode node) => node["@id"].Text ?? node["identifiers", "purl"].Text ?? node.Text;
    }

    /// <summary>Adds an entry, unless it is about a package of another ecosystem, or its last day cannot be read.</summary>
    private void Add(string file, string? code, string? package, string? end, string? reason = null, int line = 0)
    {
        const string prefix = "pkg:nuget/";
        if (code is null || !ScanCodes.Covers(code)) return;
        if (package is not null && !package.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return;
        var day = DayOf(end);
        if (end is not null && day is null)
        {
            Refuse(file, $"the last day '{end}' of {code} is not of the form 2027-03-31", line);
            return;
        }

        var name = package is null ? null : Uri.UnescapeDataString(package[prefix.Length..].Split('?', '#')[0]);
        var version = name?.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? name[(at + 1)..] : null;
        _found.Add(new ImageException(code, reason ?? $"accepted by {Path.GetFileName(file)}")
        {
            File = file, IsForeign = true, Expires = day, Version = version,
            Package = version is null ? name : name![..^(version.Length + 1)],
        });
    }

    private static DateOnly? DayOf(string? text) =>
        text is { Length: >= 10 } && (text.Length == 10 || text[10] is 'T' or 't' or ' ')
        && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
