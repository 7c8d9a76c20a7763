using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.Rust;

/// <summary>The Rust release that builds an application.</summary>
/// <param name="Tag">The version in the tag of the official image (docker-library/rust, README).</param>
/// <param name="Reason">A clause that says where it comes from.</param>
internal sealed record RustRelease(string Tag, string Reason)
{
    private const string Current = "1";

    /// <summary>
    /// The release that rustup's file names, in the nearest folder with one (rust-lang.github.io/rustup/overrides.html). Null for a channel
    /// without an image.
    /// </summary>
    /// <param name="files">The disk.</param>
    /// <param name="folders">Absolute, nearest first.</param>
    /// <param name="problem">Why it is null, with the remedy.</param>
    public static RustRelease? Of(IFileSystem files, IReadOnlyList<string> folders, out Problem? problem)
    {
        problem = null;
        foreach (var folder in folders)
        {
            foreach (var name in (ReadOnlySpan<string>)["rust-toolchain.toml", "rust-toolchain"])
            {
                if (files.ReadText(Path.Combine(folder, name), 4096) is not { } text) continue;
                var channel =
                    text.Contains('[', StringComparison.Ordinal) ? TomlReader.Read(text).Root["toolchain", "channel"].Text : text.Trim();
                if (channel is null or "" or "stable") break;
                if (IsVersion(channel)) return new(channel, $"the Rust version from {name}");
                problem = new(
                    $"{name} asks for '{channel}', which Rust's official image does not have.",
                    "Use a stable version, for example channel = \"1.90\".");
                return null;
            }
        }

        return new(Current, "the current Rust, which builds the code of every earlier release");
    }

    private static bool IsVersion(string channel) =>
        channel.Split('.') is { Length: 2 or 3 } parts
        && Array.TrueForAll(parts, static part => part.Length > 0 && part.All(char.IsAsciiDigit));
}
