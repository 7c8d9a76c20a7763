using System.Globalization;
using System.Text;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>An entry of a layer: <c>file /app/run mode=755 owner=1654:0 elf=arm64</c>, <c>delete /app/key</c>.</summary>
internal sealed class ImageTextEntry
{
    private readonly string[] _words;
    private readonly string? _text;
    private readonly string _architecture;

    public ImageTextEntry(string line, string architecture)
    {
        const string text = " text=";
        _architecture = architecture;
        var at = line.IndexOf(text, StringComparison.Ordinal);
        _text = at < 0 ? null : line[(at + text.Length)..].Replace("\\n", "\n", StringComparison.Ordinal);
        _words = (at < 0 ? line : line[..at]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _words.Length.ShouldBeGreaterThan(1, line);
    }

    private string Kind => _words[0];

    /// <summary>Without its slash; <c>raw</c> keeps the name as it is.</summary>
    private string Path => Option("raw") is not null || Kind == "raw" ? _words[1] : _words[1].TrimStart('/');

    public void AddTo(TarBuilder tar)
    {
        if (Has("caps")) tar.Pax(("SCHILY.xattr.security.capability", "x"));
        var slash = Path.LastIndexOf('/');
        switch (Kind)
        {
            case "file" or "raw":
                tar.Entry(Path, '0', Content(), mode: Mode("644"), owner: Owner());
                break;
            case "dir":
                tar.Entry(Path + "/", '5', [], mode: Mode("755"), owner: Owner());
                break;
            case "link":
                tar.Link(Path, _words[^1]);
                break;
            case "hardlink":
                tar.HardLink(Path, _words[^1].TrimStart('/'));
                break;
            case "delete":
                tar.File($"{Path[..(slash + 1)]}.wh.{Path[(slash + 1)..]}");
                break;
            case "opaque":
                tar.File($"{Path}/.wh..wh..opq");
                break;
            default:
                throw new FormatException($"'{Kind}' is not a kind of entry: {string.Join(' ', _words)}");
        }
    }

    private byte[] Content()
    {
        if (_text is not null) return Encoding.UTF8.GetBytes(_text);
        if (Option("script") is { } interpreter) return Encoding.UTF8.GetBytes($"#!{interpreter}\nexec true\n");
        if (Has("elf") || Option("elf") is not null)
        {
            var parts = (Option("elf") ?? _architecture).Split(':');
            return ElfFile.Of(parts[0], parts.ElementAtOrDefault(1) ?? "", Has("certificates") ? "/etc/ssl/certs/ca-certificates.crt" : "");
        }

        return Option("size") is { } size ? new byte[int.Parse(size, CultureInfo.InvariantCulture)] : Encoding.UTF8.GetBytes("text");
    }

    private int Mode(string usual) => Convert.ToInt32(Option("mode") ?? usual, 8);

    private (int User, int Group) Owner()
    {
        var parts = (Option("owner") ?? "0:0").Split(':');
        var user = int.Parse(parts[0], CultureInfo.InvariantCulture);
        return (user, parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : user);
    }

    private bool Has(string word) => _words.Skip(2).Contains(word);

    private string? Option(string name) =>
        _words.Skip(2).FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
}
