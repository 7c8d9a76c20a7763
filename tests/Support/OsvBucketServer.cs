using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ContainerGuard.Tests.Support;

/// <summary>
/// A bucket of OSV on a free port of loopback: <c>all.zip</c>, <c>modified_id.csv</c> and a file for each record, with the states (ETag)
/// that such a storage has. Its documents are made of its records, unless a test replaces one.
/// </summary>
public sealed class OsvBucketServer : LoopbackServer
{
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentDictionary<string, SortedDictionary<string, JsonObject>> _ecosystems = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _replaced = new(StringComparer.Ordinal);
    private long _sent;

    public OsvBucketServer() => Start();

    /// <summary>The address of the bucket.</summary>
    public string Address => $"{Root}/";

    /// <summary>The paths that were asked for, with the status of each answer, in order.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>The number of bytes of all bodies since <see cref="Forget"/>.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public void Forget()
    {
        _requests.Clear();
        Interlocked.Exchange(ref _sent, 0);
    }

    /// <summary>Adds or changes a record about one package.</summary>
    /// <param name="ecosystem">With its release: <c>Debian:13</c>.</param>
    /// <param name="package">The package.</param>
    /// <param name="id">The identifier.</param>
    /// <param name="fixedIn">The version with the fix; null for none.</param>
    /// <param name="modified">The time of the change.</param>
    /// <param name="severity">The word of the database.</param>
    /// <param name="change">Changes more of the record.</param>
    public OsvBucketServer Vulnerable(
        string ecosystem, string package, string id, string? fixedIn, string modified = "2026-08-20T00:00:00Z", string severity = "HIGH",
        Action<JsonObject>? change = null)
    {
        var events = new JsonArray(new JsonObject { ["introduced"] = "0" });
        if (fixedIn is not null) events.Add(new JsonObject { ["fixed"] = fixedIn });
        var record = new JsonObject
        {
            ["id"] = id,
            ["modified"] = modified,
            ["database_specific"] = new JsonObject { ["severity"] = severity },
            ["affected"] = new JsonArray(new JsonObject
            {
                ["package"] = new JsonObject { ["ecosystem"] = ecosystem, ["name"] = package },
                ["ranges"] = new JsonArray(new JsonObject { ["type"] = "ECOSYSTEM", ["events"] = events }),
            }),
        };
        change?.Invoke(record);
        return Add(ecosystem.Split(':')[0], record);
    }

    /// <summary>Adds or changes a record.</summary>
    public OsvBucketServer Add(string name, JsonObject record)
    {
        var records = _ecosystems.GetOrAdd(name, static _ => new SortedDictionary<string, JsonObject>(StringComparer.Ordinal));
        lock (records) records[(string)record["id"]!] = record;
        return this;
    }

    /// <summary>Takes a record away, from the archive, the list and its own path.</summary>
    public void Remove(string name, string id)
    {
        lock (_ecosystems[name]) _ecosystems[name].Remove(id);
    }

    /// <summary>Replaces a document, such as <c>/Debian/all.zip</c>.</summary>
    public void Set(string path, byte[] content) => _replaced[path] = content;

    /// <summary>Replaces a document by a text.</summary>
    public void Set(string path, string content) => Set(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Gives the documents of the records again.</summary>
    public void Restore() => _replaced.Clear();

    /// <summary>A zip file of texts by name.</summary>
    public static byte[] Zip(params IEnumerable<(string Name, string Text)> files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return packed.ToArray();
    }

    private byte[]? Find(string path)
    {
        if (_replaced.TryGetValue(path, out var replaced)) return replaced;
        var parts = path.Trim('/').Split('/');
        if (parts.Length != 2 || !_ecosystems.TryGetValue(parts[0], out var records)) return null;
        lock (records)
        {
            return parts[1] switch
            {
                "all.zip" => Zip(records.Select(static pair => ($"{pair.Key}.json", pair.Value.ToJsonString()))),
                "modified_id.csv" => Encoding.UTF8.GetBytes(string.Concat(records
                    .OrderByDescending(static pair => DateTimeOffset.Parse((string)pair.Value["modified"]!, CultureInfo.InvariantCulture))
                    .Select(static pair => $"{pair.Value["modified"]},{pair.Key}\n"))),
                var file => records.TryGetValue(file[..^5], out var record) ? Encoding.UTF8.GetBytes(record.ToJsonString()) : null,
            };
        }
    }

    protected override Task AnswerAsync(HttpListenerContext context)
    {
        var path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath);
        var content = Find(path);
        var state = content is null ? null : $"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"";
        var isKnown = state is not null && context.Request.Headers["If-None-Match"] == state;
        context.Response.StatusCode = content is null ? 404 : isKnown ? 304 : 200;
        if (state is not null) context.Response.Headers["ETag"] = state;
        _requests.Enqueue($"{path} {context.Response.StatusCode}");
        var body = isKnown ? [] : content ?? [];
        Interlocked.Add(ref _sent, body.Length);
        Send(context.Response, body);
        return Task.CompletedTask;
    }
}
