using ContainerGuard.Context;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Analysis;

/// <summary>
/// The lock files of Node.js that are certainly in the working directory of a RUN: copied by name, or with a folder or pattern that
/// certainly includes them.
/// </summary>
internal sealed class LockFilesInPlace
{
    private static readonly string[] Names = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml"];

    /// <summary>The position in the file from which each lock file is present, by stage, name and folder.</summary>
    private readonly Dictionary<string, int> _first = new(StringComparer.Ordinal);

    private LockFilesInPlace()
    {
    }

    public static LockFilesInPlace Of(FileAnalysis file)
    {
        LockFilesInPlace places = new();
        foreach (var copy in file.Copies)
        {
            var directory = copy.Stage.StateBefore(copy.Instruction).WorkingDirectory;
            if (copy.Instruction is not { Onbuild: null, Kind: InstructionKind.Copy, Destination: { } destination }
                || !directory.IsKnown
                || destination.Text.Contains('$', StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var (path, _) in copy.Sources)
            {
                foreach (var name in Names)
                {
                    if (Brings(file.Facts.CertainContext, path, name)
                        && FolderOf(destination.Value, copy.Sources.Length, name) is { } folder)
                    {
                        places._first.TryAdd(
                            Key(copy.Stage, name, AbsolutePath.Join(directory.Value ?? "/", folder)), copy.Instruction.KeywordSpan.Start);
                    }
                }
            }
        }

        return places;
    }

    /// <summary>Whether the stage of a RUN has copied one of these files to the working directory of the RUN.</summary>
    public bool HasAny(RunScript run, params ReadOnlySpan<string> names)
    {
        if (run.Instruction.Onbuild is not null || run.State.WorkingDirectory is not { IsKnown: true } directory) return false;
        foreach (var name in names)
        {
            if (_first.TryGetValue(Key(run.Stage, name, AbsolutePath.Join("/", directory.Value ?? "/")), out var at)
                && at < run.Instruction.KeywordSpan.Start)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a source brings the file: by its name, or because the build context certainly contains it there.</summary>
    private static bool Brings(BuildContext? files, string path, string name)
    {
        var last = SecretFiles.NameOf(path);
        if (last == name) return true;
        if (files is null) return false;

        var isPattern = last.AsSpan().IndexOfAny("*?[") >= 0;
        if (isPattern && last != "*" && !IgnoreFile.Parse(last).IsIgnored(name)) return false;
        var folder = isPattern ? path[..^last.Length].TrimEnd('/') : path;
        var whole = folder.Length == 0 ? name : $"{folder}/{name}";
        return files.Find(whole, out _) == true && files.IsSent(whole);
    }

    /// <summary>The destination folder; null when the destination can be the name of a file.</summary>
    private static string? FolderOf(string destination, int sources, string name) =>
        destination.EndsWith('/') || destination is "." || destination.EndsWith("/.", StringComparison.Ordinal) || sources > 1 ? destination
        : destination == name ? "."
        : destination.EndsWith("/" + name, StringComparison.Ordinal) ? destination[..^name.Length]
        : null;

    private static string Key(Stage stage, string name, string folder) => $"{stage.Index} {name} {folder}";
}
