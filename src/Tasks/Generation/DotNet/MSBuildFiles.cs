using System.IO.Enumeration;
using System.Xml;
using System.Xml.Linq;
using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Reads a project, the files that MSBuild imports by name and those that these import, in the order of an evaluation
/// (learn.microsoft.com/visualstudio/msbuild/build-process-overview). It evaluates what depends on these files only, and reports a doubt
/// about everything else that restore reads.
/// </summary>
internal sealed class MSBuildFiles
{
    private const int MostFiles = 500;

    /// <summary>Properties whose folders belong to the SDK, to Visual Studio or to packages.</summary>
    private static readonly string[] OutsideFolders =
    [
        "MSBuildExtensionsPath", "MSBuildToolsPath", "MSBuildBinPath", "MSBuildSDKsPath", "MSBuildUserExtensionsPath", "VSToolsPath",
        "NuGetPackageRoot", "NuGetPackageFolders", "MSBuildProjectExtensionsPath", "LocalAppData", "AppData", "USERPROFILE", "HOME", "Pkg",
        "VsInstallRoot", "CustomBefore", "CustomAfter", "BaseIntermediateOutputPath", "IntermediateOutputPath", "MSBuildFrameworkToolsPath",
    ];

    private static readonly string[] RestoreTargets = ["Restore", "CollectPackageReferences", "CollectPackageDownloads"];

    private static readonly string[] FileProperties =
    [
        "AssemblyOriginatorKeyFile", "ApplicationIcon", "ApplicationManifest", "Win32Resource", "CodeAnalysisRuleSet", "AppConfig",
        "NuspecFile",
    ];

    /// <summary>Items that are not files, or that have their own reader.</summary>
    private static readonly string[] OtherItems =
    [
        "PackageReference", "PackageVersion", "GlobalPackageReference", "PackageDownload", "FrameworkReference", "KnownFrameworkReference",
        "Using", "Folder", "InternalsVisibleTo", "ProjectCapability", "AssemblyAttribute", "AssemblyMetadata", "Service", "COMReference",
        "RuntimeHostConfigurationOption", "TrimmerRootAssembly", "DotNetCliToolReference", "SupportedPlatform", "None",
    ];

    private readonly IFileSystem _files;
    private readonly string _context;
    private readonly ProjectFiles _found = new();
    private readonly MSBuildExpressions _expressions;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private MSBuildFiles(IFileSystem files, string context, string project)
    {
        _files = files;
        _context = context;
        _expressions = new MSBuildExpressions(files, project);
    }

    /// <param name="files">The disk.</param>
    /// <param name="context">The build context, absolute. Files outside are not read.</param>
    /// <param name="project">The project, absolute.</param>
    public static ProjectFiles Of(IFileSystem files, string context, string project) => Read(files, context, project)._found;

    /// <summary>The properties behind the project, for the conditions of its targets in the build of an image.</summary>
    public static MSBuildExpressions ExpressionsOf(IFileSystem files, string context, string project)
    {
        var expressions = Read(files, context, project)._expressions;
        expressions.UnsetIsEmpty = true;
        return expressions;
    }

    private static MSBuildFiles Read(IFileSystem files, string context, string project)
    {
        var reader = new MSBuildFiles(files, context, project);
        reader._expressions.Set("OS", "Unix", isCertain: true);
        reader._expressions.Set("DOTNET_RUNNING_IN_CONTAINER", "true", isCertain: true);
        reader.ReadNamed("DirectoryBuildPropsPath", "Directory.Build.props");
        reader.ReadNamed("DirectoryPackagesPropsPath", "Directory.Packages.props");
        reader.ReadFile(project);
        reader.ReadNamed("DirectoryBuildTargetsPath", "Directory.Build.targets");

        // The project can name the file, too, because NuGet's targets import it.
        if (reader._expressions.Property("DirectoryPackagesPropsPath") is { } packages) reader.Import(packages, isCertain: true);
        reader.Finish();
        return reader;
    }

    private void ReadNamed(string property, string name)
    {
        var path = _expressions.Property(property) is { Length: > 0 } own ? _expressions.FullPath(own)
            : _expressions.Above(name, _expressions.Directory);
        if (path is not null) AddImport(path);
    }

    private void Finish()
    {
        foreach (var path in _expressions.ReadFiles) AddFile(path);
        if (_expressions.UnknownRead is { } unknown) Doubt($"'$({unknown})' reads a file");
    }

    private void Doubt(string clause) => _found.Doubt ??= clause;

    private bool AddFile(string path)
    {
        if (ContextPath.Relative(_context, path) is null || !_files.FileExists(path)) return false;
        if (!_found.Imports.Contains(path)) _found.Imports.Add(path);
        return true;
    }

    private void AddImport(string path)
    {
        if (AddFile(path) && _seen.Count < MostFiles && _seen.Add(path)) ReadFile(path);
    }

    private void ReadFile(string path)
    {
        if (_files.Read(path, Parse) is not { } root) return;
        var outer = _expressions.File;
        _expressions.File = path;
        ReadElements(root, isCertain: true);
        _expressions.File = outer;
    }

    private static XElement Parse(string text)
    {
        try
        {
            using var reader = XmlFile.Open(text, allowsDtd: true);
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException)
        {
            // MSBuild reports the file.
            return new XElement("Project");
        }
    }

    private void ReadElements(XElement parent, bool isCertain)
    {
        foreach (var element in parent.Elements())
        {
            if (Applies(element) is not { } certain)
            {
                continue;
            }

            switch (element.Name.LocalName)
            {
                case "PropertyGroup": ReadProperties(element, isCertain && certain); break;
                case "ItemGroup": ReadItems(element, isCertain && certain); break;
                case "ImportGroup" or "Choose": ReadElements(element, isCertain && certain); break;
                case "When" or "Otherwise": ReadElements(element, isCertain: false); break;
                case "Target": ReadTarget(element); break;
                case "Import" when element.Attribute("Sdk") is null && element.Attribute("Project")?.Value is { Length: > 0 } import:
                    Import(import, isCertain && certain);
                    break;
                default: break;
            }
        }
    }

    /// <summary>Null for an element whose condition is false; else whether its condition is known to be true.</summary>
    private bool? Applies(XElement element) => MSBuildCondition.Test(element.Attribute("Condition")?.Value, _expressions) switch
    {
        false => null,
        null => false,
        _ => true,
    };

    private void ReadProperties(XElement group, bool isCertain)
    {
        foreach (var property in group.Elements())
        {
            var name = property.Name.LocalName;
            var value = _expressions.Expand(property.Value.Trim());
            if (Applies(property) is not { } certain) continue;
            _expressions.Set(name, value, isCertain && certain);
            if (value is { Length: > 0 } && Array.IndexOf(FileProperties, name) >= 0) AddNamed(name, value, isCertain && certain);
        }
    }

    private void ReadItems(XElement group, bool isCertain)
    {
        foreach (var item in group.Elements())
        {
            var name = item.Name.LocalName;
            if (Applies(item) is not { } certain) continue;
            if (item.Attribute("Include")?.Value is not { Length: > 0 } include) continue;
            if (name == "ProjectReference") ReadProjects(include);
            else if (name == "Reference") AddHint(item, isCertain && certain);
            else if (IsFile(name) || IsCopied(item)) AddNamed(name, include, isCertain && certain);
        }
    }

    private static bool IsFile(string item) =>
        !item.StartsWith("Container", StringComparison.Ordinal) && Array.IndexOf(OtherItems, item) < 0;

    private static bool IsCopied(XElement item) => item.Name.LocalName == "None"
        && item.Attributes().Select(static one => (one.Name.LocalName, one.Value))
            .Concat(item.Elements().Select(static one => (one.Name.LocalName, one.Value)))
            .Any(static one => one.LocalName.StartsWith("CopyTo", StringComparison.Ordinal) && one.Value.Trim() != "Never");

    private void AddHint(XElement reference, bool isCertain)
    {
        var hint = reference.Attribute("HintPath")?.Value
            ?? reference.Elements().FirstOrDefault(static one => one.Name.LocalName == "HintPath")?.Value;
        if (hint is { Length: > 0 }) AddNamed("Reference", hint, isCertain);
    }

    private void ReadProjects(string include)
    {
        foreach (var part in Split(include))
        {
            if (_expressions.Expand(part) is { } path)
            {
                _found.Projects.AddRange(Matching(_expressions.FullPath(path)));
            }
            else if (FindAbove(part) is { } found)
            {
                _found.Projects.Add(found);
            }
        }
    }

    private void AddNamed(string name, string include, bool isCertain)
    {
        foreach (var part in Split(include))
        {
            if (_expressions.Expand(part) is { Length: > 0 } path) _found.Named.Add(new(name, _expressions.FullPath(path), isCertain));
        }
    }

    private void Import(string import, bool isCertain)
    {
        foreach (var part in Split(import))
        {
            if (_expressions.Expand(part) is { Length: > 0 } path)
            {
                var folder = Path.GetDirectoryName(_expressions.File)!;
                foreach (var file in Matching(_expressions.FullPath(path, folder))) AddImport(file);
            }
            else if (FindAbove(part) is { } found)
            {
                AddImport(found);
            }
            else if (isCertain && !IsOutside(part))
            {
                Doubt($"the path of an import, '{part}', is not known");
            }
        }
    }

    private static bool IsOutside(string path) =>
        Array.Exists(OutsideFolders, name => path.Contains("$(" + name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The nearest file above with the path behind the last property, which is where properties of a repository usually point.
    /// </summary>
    private string? FindAbove(string path)
    {
        var tail = path[(path.LastIndexOf(')') + 1)..].Replace('\\', '/').TrimStart('/');
        if (tail.Length == 0 || tail.AsSpan().ContainsAny('*', '?')) return null;
        foreach (var folder in ContextPath.Upward(Path.GetDirectoryName(_expressions.File)!, _context))
        {
            var file = Path.GetFullPath(tail, folder);
            if (_files.FileExists(file)) return file;
        }

        return null;
    }

    private void ReadTarget(XElement target)
    {
        var hooks = Split($"{target.Attribute("BeforeTargets")?.Value};{target.Attribute("AfterTargets")?.Value}");
        if (hooks.Intersect(RestoreTargets, StringComparer.OrdinalIgnoreCase).Any())
        {
            Doubt($"the target '{target.Attribute("Name")?.Value}' runs in restore");
        }

        foreach (var property in target.Descendants().Where(static one => one.Parent?.Name.LocalName == "PropertyGroup"))
        {
            _expressions.Set(property.Name.LocalName, null, isCertain: false);
        }

        foreach (var output in target.Descendants().Select(static one => one.Attribute("PropertyName")?.Value).OfType<string>())
        {
            _expressions.Set(output, null, isCertain: false);
        }

        foreach (var exec in target.Elements().Where(static task => task.Name.LocalName == "Exec"))
        {
            if (exec.Attribute("Command")?.Value is { } command) _found.Commands.Add(command);
        }
    }

    /// <summary>The files that a path names, with wildcards in any part.</summary>
    private IEnumerable<string> Matching(string pattern)
    {
        var star = pattern.AsSpan().IndexOfAny('*', '?');
        if (star < 0) return _files.FileExists(pattern) ? [pattern] : [];
        var folder = pattern[..pattern.LastIndexOf('/', star)];
        if (folder.Length == 0 || ContextPath.Relative(_context, folder) is null) return [];
        return Matching(folder, pattern[(folder.Length + 1)..].Split('/'));
    }

    private IEnumerable<string> Matching(string folder, ReadOnlyMemory<string> parts)
    {
        var part = parts.Span[0];
        if (part == "**" && parts.Length > 1)
        {
            foreach (var file in Matching(folder, parts[1..])) yield return file;
        }

        foreach (var entry in _files.List(folder).OrderBy(static entry => entry.Name, StringComparer.Ordinal))
        {
            var path = $"{folder}/{entry.Name}";
            if (part == "**" && entry.Kind == FileKind.Directory && entry.Name is not ("bin" or "obj" or "node_modules" or ".git"))
            {
                foreach (var file in Matching(path, parts)) yield return file;
            }
            else if (part != "**" && FileSystemName.MatchesSimpleExpression(part, entry.Name))
            {
                if (parts.Length == 1 && entry.Kind == FileKind.File) yield return path;
                if (parts.Length == 1 || entry.Kind != FileKind.Directory) continue;
                foreach (var file in Matching(path, parts[1..])) yield return file;
            }
        }
    }

    private static string[] Split(string list) =>
        list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
