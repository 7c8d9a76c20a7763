using System.Text.Json;
using ContainerGuard.Formats;
using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>
/// Writes lock files: sorted, so that a diff shows only the changed entries.
/// </summary>
internal static class LockFileWriter
{
    /// <param name="lockFile">What to write.</param>
    /// <param name="newLine"><c>\n</c> or <c>\r\n</c>.</param>
    /// <returns>UTF-8 without a byte order mark, a line end last. The same content gives the same bytes.</returns>
    public static byte[] Write(LockFile lockFile, string newLine) => StableJson.Write(json => Write(json, lockFile), newLine);

    private static void Write(Utf8JsonWriter json, LockFile lockFile)
    {
        json.WriteStartObject();
        json.WriteString("$schema", LockFile.Schema);
        json.WriteNumber("version", LockFile.CurrentVersion);
        json.WriteStartObject("images");
        foreach (var (key, image) in lockFile.Images.OrderBy(i => i.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(key);
            Write(json, image);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteSources(json, lockFile);
        if (lockFile.Advisories is { } advisories) json.WriteString("advisories", advisories.ToString());
        json.WriteEndObject();
    }

    private static void WriteSources(Utf8JsonWriter json, LockFile lockFile)
    {
        if (lockFile.Sources.Count == 0) return;
        json.WriteStartObject("sources");
        foreach (var (address, source) in lockFile.Sources.OrderBy(static source => source.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(address);
            json.WriteString(source.Commit is null ? "checksum" : "commit", source.Written);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ResolvedImage image)
    {
        json.WriteString("digest", image.Digest.ToString());
        if (image.MediaType.Length > 0)
        {
            json.WriteString("mediaType", image.MediaType);
        }

        if (image.Platforms.Count > 0)
        {
            json.WriteStartObject("platforms");
            foreach (var (platform, digest) in image.Platforms.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                json.WriteString(platform, digest.ToString());
            }

            json.WriteEndObject();
        }

        if (image.Config is { } config)
        {
            json.WriteStartObject("config");
            Write(json, config);
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, ImageFacts config)
    {
        // Always there: an empty user is a statement, it means root.
        json.WriteString("user", config.User);
        Write(json, "exposedPorts", config.ExposedPorts);
        Write(json, "environment", config.Environment);
        Write(json, "entrypoint", config.Entrypoint);
        Write(json, "command", config.Command);
        Write(json, "onbuild", config.Triggers);
        if (config.WorkingDirectory.Length > 0)
        {
            json.WriteString("workingDirectory", config.WorkingDirectory);
        }

        if (config.HasHealthCheck)
        {
            json.WriteBoolean("healthCheck", true);
        }

        Write(json, "labels", config.Labels);
        if (config.HasShell is { } hasShell) json.WriteBoolean("shell", hasShell);
        if (config.System is { } system)
        {
            json.WriteStartObject("system");
            json.WriteString("id", system.Id);
            if (system.Version.Length > 0) json.WriteString("version", system.Version);
            Write(json, "like", system.Like);
            json.WriteEndObject();
        }

        Write(json, "dotnet", config.DotNet);
        if (config.Created is not null)
        {
            json.WriteString("created", config.Created);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> texts)
    {
        if (texts.Count == 0) return;
        json.WriteStartObject(name);
        foreach (var (key, value) in texts.OrderBy(static text => text.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
