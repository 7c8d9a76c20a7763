using ContainerGuard.Text;

namespace ContainerGuard.Scanning;

/// <summary>Where the user can act.</summary>
/// <param name="File">Absolute.</param>
/// <param name="At">The place in it; null if it is not known.</param>
internal sealed record ScanPlace(string File, TextPosition? At);
