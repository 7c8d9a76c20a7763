using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContainerGuard.Text;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;

namespace ContainerGuard.Inspection.Facts;

/// <summary>Writes the files of an image.</summary>
internal sealed class FileFactsWriter(Utf8JsonWriter json, InspectedImage image)
{
    /// <summary>A larger tree is compared by the hash of its listing; <c>files</c> has every path.</summary>
    private const int MostPaths = 40;

    public void Write()
    {
        var written = image.FilesAsWritten;
        var files = Sorted(written);
        WriteTree("merged", files);
        if (image.Files != written) WriteTree("resolved", Sorted(image.Files));

        var removed = written.Deleted.Where(static file => file.IsWhiteout).Select(static file => file.Path).ToList().Sorted();
        if (removed.Count > 0)
        {
            json.WriteTexts("removed_by_whiteout", removed);
            json.WriteNumber("removed_total", removed.Count);
        }

        WriteFiles(files);
        WriteDeleted(written);
    }

    private void WriteTree(string name, List<(string Path, FileVersion Version)> files)
    {
        json.WriteStartObject(name);
        json.WriteNumber("files", Count(FileType.File));
        json.WriteNumber("dirs", Count(FileType.Directory));
        json.WriteNumber("symlinks", Count(FileType.SymbolicLink));
        json.WriteNumber("total", files.Count);
        json.WriteString("listing_sha256", Listing(files));
        if (files.Count <= MostPaths)
        {
            json.WriteStartArray("paths");
            foreach (var (path, version) in files)
            {
                json.WriteStartObject();
                WriteEntry(path, version.Content);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();

        int Count(FileType type) => files.Count(file => file.Version.Type == type);
    }

    /// <summary>Each path with its owner, and with the layers that have it: the last one is the one whose content counts.</summary>
    private void WriteFiles(List<(string Path, FileVersion Version)> files)
    {
        json.WriteStartArray("files");
        foreach (var (path, version) in files)
        {
            json.WriteStartObject();
            WriteEntry(path, version.Content);
            json.WriteString("mode", Convert.ToString(version.Entry.Mode, 8));
            json.WriteNumber("uid", version.Entry.UserId);
            json.WriteNumber("gid", version.Entry.GroupId);
            if (version.Content.HasCapabilities) json.WriteBoolean("capabilities", true);
            if (version.Linked is not null) json.WriteText("same_file_as", version.Entry.Target);
            WriteLayers(version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteDeleted(FileTree tree)
    {
        var deleted = tree.Deleted.OrderBy(static file => file.Path, ByteOrder.Instance).ToList();
        if (deleted.Count == 0) return;
        json.WriteStartArray("deleted");
        foreach (var file in deleted)
        {
            json.WriteStartObject();
            WriteEntry(file.Path, file.Version.Content);
            WriteLayers(file.Version);
            json.WriteNumber("deleted_by", file.Layer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteLayers(FileVersion version)
    {
        var layers = new Stack<int>();
        for (var state = version; state is not null; state = state.Previous)
        {
            if (layers.Count == 0 || layers.Peek() != state.Layer) layers.Push(state.Layer);
        }

        json.WriteStartArray("layers");
        foreach (var layer in layers) json.WriteNumberValue(layer);
        json.WriteEndArray();
    }

    private void WriteEntry(string path, LayerEntry entry)
    {
        json.WriteText("path", path);
        json.WriteString("type", Word(entry.Type));
        if (entry.Type == FileType.File)
        {
            json.WriteNumber("size", entry.Size);
            if (entry.Hash is { } hash) json.WriteString("sha256", Convert.ToHexStringLower(hash));
        }
        else if (entry.Type is FileType.SymbolicLink or FileType.HardLink)
        {
            json.WriteText("link", entry.Target);
        }
    }

    /// <summary>The hash of the lines <c>type path size</c>.</summary>
    private static string Listing(List<(string Path, FileVersion Version)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var isFirst = true;
        foreach (var (path, version) in files)
        {
            hash.AppendData(Encoding.ASCII.GetBytes($"{(isFirst ? "" : "\n")}{Word(version.Type)} "));
            hash.AppendData(LosslessUtf8.Encode(path));
            hash.AppendData(Encoding.ASCII.GetBytes($" {version.Content.Size}"));
            isFirst = false;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static List<(string Path, FileVersion Version)> Sorted(FileTree tree)
    {
        var files = tree.Files.Select(static node => (node.Path, Version: node.Version!)).ToList();
        files.Sort(static (one, other) => ByteOrder.Instance.Compare(one.Path, other.Path));
        return files;
    }

    private static string Word(FileType type) => type switch
    {
        FileType.File => "file",
        FileType.Directory => "dir",
        FileType.SymbolicLink => "symlink",
        FileType.HardLink => "hardlink",
        _ => "other",
    };
}
