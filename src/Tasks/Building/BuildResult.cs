using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Building;

/// <summary>
/// The result of a build: the digest of the image's configuration, which engines use, and the digest of its manifest, which registries use.
/// </summary>
/// <param name="Id">Empty if it is not known.</param>
/// <param name="Digest">Empty if the image has no manifest, as in an engine without containerd's store.</param>
internal sealed record BuildResult(string Id, string Digest)
{
    /// <param name="text">The metadata file of buildx, or the file with the ID that podman and buildah write.</param>
    public static BuildResult Read(string text)
    {
        if (!text.StartsWith('{')) return new BuildResult(text.Trim(), "");
        try
        {
            using var document = JsonDocument.Parse(text);
            var id = Text("containerimage.config.digest");
            var digest = Text("containerimage.digest");
            return new BuildResult(id, digest == id ? "" : digest);

            string Text(string name) =>
                document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()!
                    : "";
        }
        catch (Exception damage) when (JsonText.IsDamage(damage))
        {
            return new BuildResult("", "");
        }
    }
}
