using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>An image that a test built; its tag is removed on dispose, its layers stay in the build cache.</summary>
/// <param name="engine">Where it is.</param>
/// <param name="tag">A name that no other image has.</param>
/// <param name="build">The build that made it.</param>
public sealed class BuiltImage(DockerEngine engine, string tag, CommandResult build) : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private string? _archive;

    /// <summary>Its name.</summary>
    public string Tag => tag;

    /// <summary>The build that made it, with BuildKit's plain progress as output.</summary>
    public CommandResult BuildResult => build;

    /// <summary>Starts a container of it.</summary>
    public Task<RunningContainer> Run(params IEnumerable<string> options) => engine.Run(tag, options);

    /// <summary>The configuration that the image carries: user, environment, entry point, labels.</summary>
    public async Task<JsonElement> Config() => (await engine.Inspect(tag)).GetProperty("Config");

    /// <summary>What <c>docker history</c> shows: the command of every layer, newest first.</summary>
    public async Task<string> History() =>
        (await engine.Docker(Path.GetTempPath(), "history", "--no-trunc", "--format", "{{.CreatedBy}}", tag))
            .ShouldSucceed().StandardOutput;

    /// <summary>Every file of its file system by absolute path, with owner and mode.</summary>
    public async Task<IReadOnlyDictionary<string, ImageFile>> Files()
    {
        using var folder = new TemporaryDirectory();
        var archive = folder.Combine("files.tar");
        var container = (await engine.Docker(folder.Path, "create", "--network=none", tag)).ShouldSucceed().StandardOutput.Trim();
        (await engine.Docker(folder.Path, "export", "--output", archive, container)).ShouldSucceed();
        (await engine.Docker(folder.Path, "rm", container)).ShouldSucceed();

        var files = new Dictionary<string, ImageFile>();
        await using var stream = File.OpenRead(archive);
        await using var reader = new TarReader(stream);
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            // A link's own mode allows everything and means nothing.
            var mode = entry.EntryType is TarEntryType.SymbolicLink ? UnixFileMode.None : entry.Mode;
            files["/" + entry.Name.TrimEnd('/')] = new ImageFile(entry.Uid, entry.Gid, mode, entry.EntryType is TarEntryType.Directory);
        }

        return files;
    }

    /// <summary>What <c>docker save</c> writes, once for all who read it.</summary>
    /// <returns>An absolute path.</returns>
    public async Task<string> Archive()
    {
        if (_archive is null)
        {
            var archive = _folder.Combine("image.tar");
            (await engine.Docker(_folder.Path, "save", "--output", archive, tag)).ShouldSucceed();
            _archive = archive;
        }

        return _archive;
    }

    /// <summary>
    /// Which of these texts are anywhere in the image: in a file of any layer, also one that a later layer hides, in a file's name, in the
    /// configuration. The engine saves layers as they are; .NET assemblies keep strings in UTF-16.
    /// </summary>
    public async Task<IReadOnlyList<string>> Find(params string[] texts)
    {
        var needles =
            texts.SelectMany(static text => new[] { (text, Encoding.UTF8.GetBytes(text)), (text, Encoding.Unicode.GetBytes(text)) })
                .ToList();
        var longest = needles.Max(static needle => needle.Item2.Length);
        var found = new HashSet<string>();
        var buffer = new byte[1 << 20];
        var kept = 0;
        await using var stream = File.OpenRead(await Archive());
        while (await stream.ReadAsync(buffer.AsMemory(kept)) is > 0 and var read)
        {
            var filled = kept + read;
            found.UnionWith(
                needles.Where(needle => buffer.AsSpan(0, filled).IndexOf(needle.Item2) >= 0).Select(static needle => needle.text));

            // What may be the begin of a text is looked at again with what follows.
            kept = Math.Min(longest, filled);
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }

        return [.. texts.Where(found.Contains)];
    }

    /// <summary>
    /// The output lines of the build step whose instruction contains this text: <c>CACHED</c>, <c>DONE 0.2s</c>, what it wrote.
    /// </summary>
    public IReadOnlyList<string> StepOutput(string instruction)
    {
        var lines = build.Output.Split('\n');
        var step = lines.FirstOrDefault(line =>
            line.StartsWith('#') && line.Contains(" [", StringComparison.Ordinal) && line.Contains(instruction, StringComparison.Ordinal));
        step.ShouldNotBeNull($"No build step has '{instruction}':{Environment.NewLine}{build.Output}");
        var number = step[..(step.IndexOf(' ', StringComparison.Ordinal) + 1)];
        return [.. lines.Where(line => line.StartsWith(number, StringComparison.Ordinal)).Select(line => line[number.Length..].TrimEnd())];
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await engine.Docker(Path.GetTempPath(), "rmi", "--force", tag);
    }
}

/// <summary>A file or a folder of an image.</summary>
public sealed record ImageFile(int Uid, int Gid, UnixFileMode Mode, bool IsDirectory)
{
    /// <summary>Whether a process of this user and group, root aside, could change it.</summary>
    public bool IsWritableBy(int uid, int gid) =>
        Mode.HasFlag(UnixFileMode.OtherWrite)
        || (Uid == uid && Mode.HasFlag(UnixFileMode.UserWrite))
        || (Gid == gid && Mode.HasFlag(UnixFileMode.GroupWrite));
}
