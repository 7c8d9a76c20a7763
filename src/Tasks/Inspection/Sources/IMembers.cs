using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Inspection.Sources;

/// <summary>The files of a saved image: a folder, an archive, or the stream of an engine.</summary>
internal interface IMembers : IDisposable
{
    /// <summary>The subject of messages: <c>'app.tar'</c>.</summary>
    string Name { get; }

    /// <summary>The compression of the archive around everything: <c>none</c> or <c>gzip</c>.</summary>
    string OuterCompression { get; }

    bool Contains(string member);

    /// <summary>A JSON document; null if it does not exist.</summary>
    /// <exception cref="InspectionException">It is too large, or cannot be read.</exception>
    byte[]? ReadDocument(string member);

    /// <summary>The size of a member in bytes; null if it does not exist.</summary>
    long? SizeOf(string member);

    /// <summary>Reads a layer; null if it does not exist.</summary>
    /// <exception cref="InspectionException">It is damaged or exceeds a limit.</exception>
    LayerFacts? ReadLayer(string member, string where, CancellationToken cancellationToken);
}
