using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>
/// The lock file as a source policy of BuildKit (moby/buildkit, docs/build-repro.md and sourcepolicy/pb/policy.proto): each reference of
/// the lock file is converted to the same reference with its digest, at its mirror if it has one; all other images are denied. A download
/// gets its checksum, and a repository its commit; those that the lock file lacks are left alone.
/// </summary>
/// <remarks>
/// BuildKit evaluates the rules again after each conversion, and the last rule that allows or denies a source counts. So the conversions
/// are first, then one rule denies every image, then each locked digest is allowed.
/// </remarks>
internal static class SourcePolicy
{
    /// <summary>The name of the file, beside generated files.</summary>
    public const string FileName = "source-policy.json";

    /// <summary>The variable in which buildx and compose look for the path (docs.docker.com/build/building/variables).</summary>
    public const string Variable = "EXPERIMENTAL_BUILDKIT_SOURCE_POLICY";

    /// <summary>The image that BuildKit itself runs to write an SBOM (docs.docker.com/build/metadata/attestations/sbom).</summary>
    private const string SbomScanner = "docker-image://docker.io/docker/buildkit-syft-scanner:*";

    /// <summary>The attribute by which BuildKit verifies a download (moby/buildkit, solver/pb/attr.go).</summary>
    private const string Checksum = "http.checksum";

    private const string Scheme = "docker-image://";

    /// <returns>UTF-8, the same bytes for the same content.</returns>
    /// <param name="lockFile">The images.</param>
    /// <param name="mirrors">The mirrors from which the builder takes them.</param>
    public static byte[] Write(LockFile lockFile, ImageMirrors mirrors)
    {
        SortedDictionary<string, string> converted = new(StringComparer.Ordinal);
        SortedSet<string> allowed = new(StringComparer.Ordinal) { SbomScanner };
        foreach (var (key, image) in lockFile.Images)
        {
            if (!ImageReference.TryParse(key, out var original, out _)) continue;
            var served = mirrors.Apply(original);
            var pinned = Scheme + served.WithDigest(image.Digest).Canonical;
            foreach (var written in new[] { original, served })
            {
                if (written.Digest is null) converted[Scheme + written.Canonical] = pinned;
                foreach (var digest in image.Platforms.Values.Append(image.Digest))
                {
                    allowed.Add($"{Scheme}{written.Name}@{digest}");
                    allowed.Add($"{Scheme}{written.Name}:*@{digest}");
                }
            }
        }

        return Write(converted, [.. lockFile.Sources.OrderBy(static source => source.Key, StringComparer.Ordinal)], allowed);
    }

    private static byte[] Write(
        SortedDictionary<string, string> converted, KeyValuePair<string, LockedSource>[] sources, SortedSet<string> allowed)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            Indented = true,
            IndentSize = 2,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteStartArray("rules");
            foreach (var (from, to) in converted) WriteRule(json, "CONVERT", from, to);
            foreach (var (address, locked) in sources)
            {
                if (RemoteSource.Parse(address) is not { Problem: null } source) continue;
                WriteRule(
                    json, "CONVERT", source.Identifier, locked.Commit is { } commit ? source.IdentifierAt(commit) : null,
                    locked.Checksum?.ToString());
            }

            WriteRule(json, "DENY", Scheme + "*", null);
            foreach (var source in allowed) WriteRule(json, "ALLOW", source, null);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void WriteRule(Utf8JsonWriter json, string action, string identifier, string? update, string? checksum = null)
    {
        json.WriteStartObject();
        json.WriteString("action", action);
        json.WriteStartObject("selector");
        json.WriteString("identifier", identifier);
        json.WriteEndObject();
        if (update is not null || checksum is not null)
        {
            json.WriteStartObject("updates");
            if (update is not null) json.WriteString("identifier", update);
            if (checksum is not null)
            {
                json.WriteStartObject("attrs");
                json.WriteString(Checksum, checksum);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
