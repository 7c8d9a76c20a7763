using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Registry;

/// <summary>The types of artifacts that are signatures of images.</summary>
internal static class SignatureTypes
{
    private static readonly string[] Marks = ["application/vnd.cncf.notary", "application/vnd.dev.cosign", "application/vnd.dev.sigstore"];

    /// <summary>Whether an index of referrers has a signature.</summary>
    /// <exception cref="FormatException">It is not JSON.</exception>
    public static bool AreIn(byte[] index)
    {
        try
        {
            using var document = JsonDocument.Parse(index);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("manifests", out var manifests) && manifests.ValueKind == JsonValueKind.Array
                && manifests.EnumerateArray().Any(static manifest => manifest.Text("artifactType") is { } type
                    && Marks.Any(mark => type.StartsWith(mark, StringComparison.Ordinal)));
        }
        catch (Exception damage) when (JsonText.IsDamage(damage))
        {
            throw new FormatException("it is not JSON");
        }
    }
}
