using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Sources;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>An OCI layout in memory.</summary>
internal sealed class MemoryMembers(IReadOnlyDictionary<string, byte[]> members, LayerInspector inspector) : IMembers
{
    public string Name => "'memory'";

    public string OuterCompression => "none";

    public bool Contains(string member) => members.ContainsKey(member);

    public byte[]? ReadDocument(string member) => members.GetValueOrDefault(member);

    public long? SizeOf(string member) => members.GetValueOrDefault(member)?.Length;

    public LayerFacts? ReadLayer(string member, string where, CancellationToken cancellationToken) =>
        members.GetValueOrDefault(member) is { } blob
            ? inspector.Read(new MemoryStream(blob), blob.Length, where, cancellationToken)
            : null;

    public void Dispose()
    {
        // Nothing is open.
    }
}
