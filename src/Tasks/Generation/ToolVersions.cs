using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation;

/// <summary>The versions in the files of version managers: asdf's <c>.tool-versions</c>, and mise's <c>mise.toml</c>.</summary>
internal static class ToolVersions
{
    private static readonly string[] MiseFiles = ["mise.toml", ".mise.toml", ".config/mise.toml"];

    /// <summary>The version of a tool, and the file that names it; null if no file does.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folders">The folders to search, absolute, nearest first.</param>
    /// <param name="names">The names of the tool.</param>
    public static (string Version, string File)? Of(IFileSystem files, IEnumerable<string> folders, params string[] names)
    {
        foreach (var folder in folders)
        {
            if (files.ReadText(Path.Combine(folder, ".tool-versions"), 4096) is { } text)
            {
                foreach (var line in text.Split('\n'))
                {
                    var words = line.Split('#')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
                    if (words.Length > 1 && Array.IndexOf(names, words[0]) >= 0) return (words[1], ".tool-versions");
                }
            }

            foreach (var name in MiseFiles)
            {
                if (files.ReadText(Path.Combine(folder, name)) is not { } toml) continue;
                var tools = TomlReader.Read(toml).Root["tools"];
                foreach (var tool in names)
                {
                    var value = tools[tool];
                    var version = value.Text ?? value["version"].Text ?? value.Texts.FirstOrDefault();
                    if (version is not null) return (version, name);
                }
            }
        }

        return null;
    }
}
