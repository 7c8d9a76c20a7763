using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Analysis.Built.Readers;
using ContainerGuard.Dockerfile;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;

namespace ContainerGuard.Analysis.Built;

/// <summary>The program that a container starts: ENTRYPOINT, then CMD, and where its file is in the image.</summary>
internal sealed class ImageProcess
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private readonly InspectedImage _image;

    private ImageProcess(InspectedImage image, IReadOnlyList<string> words)
    {
        (_image, Words) = (image, words);
        File = Find(words[0]);
    }

    /// <summary>The words of the command line, at least one.</summary>
    public IReadOnlyList<string> Words { get; }

    public string Program => Words[0];

    /// <summary>The program's file; null if the image does not have it.</summary>
    public FileNode? File { get; }

    /// <summary>Whether a shell interprets the command: the shell form.</summary>
    public bool IsShellForm => Words is [var shell, "-c" or "-ec" or "-lc", _, ..] && IsShell(shell);

    /// <summary>What the program's file is; null if unknown.</summary>
    public ProgramNote? Note => File is null ? null : NoteOf(File);

    /// <returns>Null if the image does not set a program.</returns>
    public static ImageProcess? Of(InspectedImage image)
    {
        string[] words = [.. image.Config.Entrypoint ?? [], .. image.Config.Command ?? []];
        return words.Length == 0 || words[0].Length == 0 ? null : new ImageProcess(image, words);
    }

    public ProgramNote? NoteOf(FileNode file) =>
        file.Version is { Type: FileType.File } version && _image.NoteOf(version, ProgramReader.ReaderName) is { } note
            ? ProgramNote.Read(note)
            : null;

    /// <summary>The file of the application, which a runtime such as <c>dotnet</c> gets as its first argument; null without one.</summary>
    public bool TryGetApplication([NotNullWhen(true)] out string? path)
    {
        path = Program[(Program.LastIndexOf('/') + 1)..] switch
        {
            "dotnet" => Words.Skip(1).FirstOrDefault(static word => !word.StartsWith('-')),
            "java" => Words.SkipWhile(static word => word != "-jar").ElementAtOrDefault(1),
            "node" or "nodejs" => Words.Skip(1).FirstOrDefault(static word => !word.StartsWith('-')),
            _ => null,
        };
        if (path is null || path.Contains('$', StringComparison.Ordinal)) return false;
        return path.EndsWith(".dll", StringComparison.Ordinal) || path.EndsWith(".jar", StringComparison.Ordinal)
            || path.EndsWith(".js", StringComparison.Ordinal) || path.EndsWith(".mjs", StringComparison.Ordinal)
            || path.EndsWith(".cjs", StringComparison.Ordinal);
    }

    /// <summary>The file of a path in the working directory, or of a name in the PATH; null if it does not exist.</summary>
    public FileNode? Find(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal)) return Resolve(AbsolutePath.Join(WorkingDirectory, program));
        var path = _image.Config.Environment.FirstOrDefault(static variable => variable.StartsWith("PATH=", StringComparison.Ordinal));
        foreach (var folder in (path?[5..] ?? DefaultPath).Split(':'))
        {
            if (Resolve($"{(folder.Length == 0 ? WorkingDirectory : folder)}/{program}") is { } file) return file;
        }

        return null;
    }

    /// <summary>The file of a path in the working directory; null if it does not exist.</summary>
    public FileNode? InWorkingDirectory(string path) => Resolve(AbsolutePath.Join(WorkingDirectory, path));

    private string WorkingDirectory => _image.Config.WorkingDirectory is { Length: > 0 } folder ? folder : "/";

    private FileNode? Resolve(string path) =>
        _image.Files.Resolve(path.TrimStart('/')) is { Version.Type: FileType.File } file ? file : null;

    private static bool IsShell(string program) => program[(program.LastIndexOf('/') + 1)..] is "sh" or "bash" or "ash" or "dash" or "zsh";
}
