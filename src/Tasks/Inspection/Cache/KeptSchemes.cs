using ContainerGuard.Registry;

namespace ContainerGuard.Inspection.Cache;

/// <summary>The schemes of registries among the kept documents.</summary>
internal sealed class KeptSchemes(DocumentCache documents) : ISchemeMemory
{
    private static ReadOnlySpan<byte> Plain => "http"u8;

    private static ReadOnlySpan<byte> Secure => "https"u8;

    public bool WasPlain(string host) => documents.Find(KeyOf(host)) is { } kept && kept.AsSpan().SequenceEqual(Plain);

    public void Keep(string host, bool isPlain) => documents.Add(KeyOf(host), (isPlain ? Plain : Secure).ToArray());

    private static string KeyOf(string host) => $"scheme {host}";
}
