using System.Net;
using System.Net.Http.Headers;
using ContainerGuard.Images;

namespace ContainerGuard.Registry;

/// <summary>One request, complete enough to be sent again.</summary>
/// <param name="Method">GET, HEAD, or POST for tokens.</param>
/// <param name="Url">Where.</param>
/// <param name="BodyLimit">The largest answer that is read, in bytes.</param>
internal sealed record RegistryRequest(HttpMethod Method, Uri Url, int BodyLimit)
{
    public string? Accept { get; init; }

    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>Fields of a POSTed form; null for no body.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Form { get; init; }

    /// <summary>The content of a push; null for no body.</summary>
    public RegistryBody? Body { get; init; }

    /// <summary>Whether the answer may be compressed: only where no digest is that of its bytes.</summary>
    public bool AcceptsGzip { get; init; }

    /// <summary>The known state (<c>If-None-Match</c>, RFC 9110, section 13.1.2): the server answers 304 if it is current.</summary>
    public string? KnownState { get; init; }

    /// <summary>Whether a failure is not tried again: another request is sent then.</summary>
    public bool IsSentOnce { get; init; }

    /// <summary>Whether the body of a success is not read, but given as a stream.</summary>
    public bool Streams { get; init; }
}

/// <summary>The content of a push.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="MediaType">Null without one.</param>
internal sealed record RegistryBody(byte[] Content, string? MediaType);

/// <summary>One answer, with its body read: nothing about it can fail any more.</summary>
internal sealed record RegistryResponse(HttpStatusCode Status, Uri Url, byte[] Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Without parameters, lower case; null if none was sent.</summary>
    public string? MediaType { get; init; }

    /// <summary>Docker-Content-Digest as sent, which may be malformed; null if none was sent.</summary>
    public string? ContentDigest { get; init; }

    /// <summary>The headers WWW-Authenticate as sent.</summary>
    public IReadOnlyList<string> Challenges { get; init; } = [];

    /// <summary>The header Location as sent, which may be relative; null if none was.</summary>
    public string? Location { get; init; }

    /// <summary>Whether the registry lists the pushed manifest with its subject (<c>OCI-Subject</c>).</summary>
    public bool HasSubject { get; init; }

    /// <summary>The header Link as sent; null if none was.</summary>
    public string? Link { get; init; }

    /// <summary>The body, if the request streams and succeeded; the receiver disposes it.</summary>
    public Stream? Content { get; init; }

    /// <summary>The header ETag as sent, which names the state of the body; null if none was sent.</summary>
    public string? State { get; init; }

    /// <summary>How long the server asks to wait; null if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>The document that a reference names, an index or a manifest.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Response">The answer with its bytes and its media type.</param>
internal sealed record RegistryDocument(ImageDigest Digest, RegistryResponse Response);
