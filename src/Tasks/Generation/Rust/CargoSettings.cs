using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.Rust;

/// <summary>The parts of <c>.cargo/config.toml</c> that matter for a container (doc.rust-lang.org/cargo/reference/config.html).</summary>
/// <param name="IsVendored">Whether a folder of the repository replaces crates.io, as <c>cargo vendor</c> writes it.</param>
/// <param name="IsStatic">Whether programs are linked statically: <c>target-feature=+crt-static</c>.</param>
/// <param name="NamesTarget">Whether <c>build.target</c> is set.</param>
internal sealed record CargoSettings(bool IsVendored, bool IsStatic, bool NamesTarget)
{
    private const string Static = "+crt-static";

    /// <summary>The settings of a package: Cargo reads the files of all folders up to the root.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The package's folder, absolute.</param>
    /// <param name="root">The folder with Cargo.lock, absolute.</param>
    public static CargoSettings Of(IFileSystem files, string folder, string root)
    {
        var found = new CargoSettings(false, false, false);
        foreach (var path in ContextPath.Upward(folder, root))
        {
            if ((files.ReadText(Path.Combine(path, ".cargo", "config.toml"))
                ?? files.ReadText(Path.Combine(path, ".cargo", "config"))) is not { } text)
            {
                continue;
            }

            var toml = TomlReader.Read(text).Root;
            found = new(
                found.IsVendored
                    || toml["source", "crates-io", "replace-with"].Text is { } source
                        && toml["source", source, "directory"].Text is not null,
                found.IsStatic || toml.AllTexts().Any(static value => value.Text.Contains(Static, StringComparison.Ordinal)),
                found.NamesTarget || toml["build", "target"].Exists);
        }

        return found;
    }
}
