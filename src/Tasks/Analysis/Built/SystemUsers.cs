using System.Globalization;
using System.Text;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;

namespace ContainerGuard.Analysis.Built;

/// <summary>A user of the image (passwd(5)).</summary>
internal sealed record SystemUser(string Name, long Id, long GroupId, bool HasEmptyPassword);

/// <summary>A group of the image (group(5)).</summary>
internal sealed record SystemGroup(string Name, long Id, IReadOnlyList<string> Members);

/// <summary>The users and groups of an image. A file that is missing is not known, and not empty.</summary>
internal sealed class SystemUsers
{
    private SystemUsers(FileNode? passwd, IReadOnlyList<SystemUser> users, FileNode? group, IReadOnlyList<SystemGroup> groups) =>
        (Passwd, Users, Group, Groups) = (passwd, users, group, groups);

    public FileNode? Passwd { get; }

    public IReadOnlyList<SystemUser> Users { get; }

    public FileNode? Group { get; }

    public IReadOnlyList<SystemGroup> Groups { get; }

    /// <summary>The file that says which passwords are empty: <c>etc/shadow</c>, else <c>etc/passwd</c>.</summary>
    public FileNode? Shadow { get; private init; }

    public static SystemUsers Of(InspectedImage image)
    {
        var (passwd, users) = Lines(image, "etc/passwd");
        var (shadow, passwords) = Lines(image, "etc/shadow");
        var (group, groups) = Lines(image, "etc/group");
        var empty = (shadow is null ? users : passwords).Where(static fields => fields.Length > 1 && fields[1].Length == 0)
            .Select(static fields => fields[0]).ToHashSet(StringComparer.Ordinal);
        // A user without a line in shadow, whose passwd has no "x", has the password that passwd has.
        empty.UnionWith(users.Where(static fields => fields.Length > 1 && fields[1].Length == 0).Select(static fields => fields[0]));
        return new SystemUsers(
            passwd,
            [.. users.Where(static fields => fields.Length >= 4 && fields[0].Length > 0)
                .Select(fields => new SystemUser(fields[0], Number(fields[2]), Number(fields[3]), empty.Contains(fields[0])))],
            group,
            [.. groups.Where(static fields => fields.Length >= 3 && fields[0].Length > 0)
                .Select(static fields => new SystemGroup(
                    fields[0], Number(fields[2]), fields.Length > 3 ? fields[3].Split(',', StringSplitOptions.RemoveEmptyEntries) : []))])
        {
            Shadow = shadow ?? passwd,
        };
    }

    public SystemUser? Find(string nameOrId) =>
        Users.FirstOrDefault(user => user.Name == nameOrId)
        ?? (long.TryParse(nameOrId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? Users.FirstOrDefault(user => user.Id == id)
            : null);

    private static (FileNode? File, string[][] Lines) Lines(InspectedImage image, string path) =>
        image.Files.Resolve(path) is { Version: { Type: FileType.File } version } file
            && image.NoteOf(version, SystemFiles.ReaderName) is { } content
            ? (file, [.. Encoding.UTF8.GetString(content).Split('\n').Select(static line => line.TrimEnd('\r'))
                .Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split(':'))])
            : (null, []);

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
