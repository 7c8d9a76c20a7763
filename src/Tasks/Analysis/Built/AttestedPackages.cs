using System.Text.Json;
using ContainerGuard.Images;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Packages;
using ContainerGuard.Packages.Sbom;
using ContainerGuard.Registry;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis.Built;

/// <summary>
/// The list of packages that BuildKit attached to an image: an in-toto statement in a manifest of the same index (BuildKit, "Image
/// Attestation Storage"). The images of Docker's library have one.
/// </summary>
internal static class AttestedPackages
{
    /// <summary>8 MB, the most that a client reads as a document.</summary>
    public const long LargestList = 8L * 1024 * 1024;

    private const string Subject = "vnd.docker.reference.digest";
    private const string Spdx = "https://spdx.dev/Document";

    /// <summary>Finds the list of an image.</summary>
    /// <param name="nodes">The entries of the index.</param>
    /// <param name="image">The manifest of the image.</param>
    /// <param name="reference">The name of the image.</param>
    /// <param name="options">The settings of connections, and the mirrors.</param>
    /// <param name="mostBytes">The size up to which a list is read.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>Null without a list, and for one that is larger or not valid.</returns>
    /// <exception cref="RegistryException">The registry did not answer.</exception>
    public static IReadOnlyList<Package>? Find(
        IReadOnlyList<OciNode> nodes, ImageDigest image, ImageReference reference, InspectionOptions options, long mostBytes,
        CancellationToken cancellationToken)
    {
        var entry = nodes.FirstOrDefault(node =>
            node.Subjects.Any(subject => subject.Name == Subject && subject.Value == image.ToString()));
        if (entry is null) return null;
        var asked = options.Mirrors.Apply(reference);
        using var client = new RegistryClient(options.Registry);
        try
        {
            using var manifest = JsonDocument.Parse(options.Document(entry.Digest, () =>
                client.GetDocumentAsync(asked.WithDigest(entry.Digest), cancellationToken).GetAwaiter().GetResult().Response.Body));
            foreach (var layer in manifest.RootElement.Elements("layers"))
            {
                if (layer.Member("annotations").Text("in-toto.io/predicate-type") != Spdx || layer.Integer("size") is not { } size
                    || size > mostBytes || !ImageDigest.TryParse(layer.Text("digest"), out var digest, out _))
                {
                    continue;
                }

                using var statement = JsonDocument.Parse(options.Document(
                    digest, () => client.GetBlobAsync(asked, digest, cancellationToken).GetAwaiter().GetResult()));
                return SpdxPackages.Read(statement.RootElement.Member("predicate")) is { Count: > 0 } packages ? packages : null;
            }
        }
        catch (Exception exception) when (JsonText.IsDamage(exception) || exception is UriFormatException)
        {
            // The layers say the same.
        }

        return null;
    }
}
