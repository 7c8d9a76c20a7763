using System.Globalization;
using ContainerGuard.Formats;

namespace ContainerGuard.Packages.Readers.Languages;

/// <summary>A package of a <c>pnpm-lock.yaml</c>.</summary>
/// <param name="Key">As written: <c>/promise/8.1.0</c>, <c>/react-dom@18.2.0(react@18.2.0)</c>, <c>uuid@8.3.2</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; empty if it does not come from a registry.</param>
/// <param name="IsDevelopment">Whether only <c>devDependencies</c> need it.</param>
internal sealed record PnpmLockEntry(string Key, string Name, string Version, bool IsDevelopment);

/// <summary>The lock file of pnpm (pnpm/spec, lockfile): versions 5, 6 and 9 differ in the form of the keys of <c>packages</c>.</summary>
/// <param name="Version"><c>lockfileVersion</c>.</param>
/// <param name="Entries">In the order of the file.</param>
internal sealed record PnpmLock(string Version, IReadOnlyList<PnpmLockEntry> Entries)
{
    /// <exception cref="InvalidDataException">It is not YAML.</exception>
    public static PnpmLock Parse(ReadOnlyMemory<byte> content)
    {
        var data = YamlReader.Read(PackageText.Decode(content.Span));
        if (data.Problem is { } problem) throw new InvalidDataException($"it is not valid YAML: {problem.Message}");
        var version = data.Root["lockfileVersion"].Text ?? "";
        var major = double.TryParse(version.Split('-')[0], CultureInfo.InvariantCulture, out var number) ? (int)number : 0;
        var packages = data.Root["packages"];
        return new PnpmLock(version, [.. packages.Names.Select(key => Entry(key, packages[key], major))]);
    }

    private static PnpmLockEntry Entry(string key, DataNode package, int major)
    {
        var (name, version) = Split(key, major);
        if (package["name"].Text is { Length: > 0 } named) name = named;
        // A repository, a file and a folder have no version in their keys.
        if (version.Length == 0 || !char.IsAsciiDigit(version[0]) || name.Contains(':')) version = "";
        return new PnpmLockEntry(key, name, version, package["dev"].Text == "true");
    }

    private static (string Name, string Version) Split(string key, int major)
    {
        // A key without the slash names another registry, until version 9 removed the slash.
        if (major < 9 && !key.StartsWith('/')) return (key, "");
        var path = key.TrimStart('/');
        // What follows in parentheses, or after an underscore, are the versions of peers.
        if (path.IndexOf('(', StringComparison.Ordinal) is > 0 and var peers) path = path[..peers];
        var separator = major < 6 ? path.LastIndexOf('/') : path.LastIndexOf('@');
        if (separator <= 0) return (path, "");
        var version = path[(separator + 1)..];
        var end = major < 6 ? version.IndexOf('_', StringComparison.Ordinal) : -1;
        return (path[..separator], end > 0 ? version[..end] : version);
    }
}
