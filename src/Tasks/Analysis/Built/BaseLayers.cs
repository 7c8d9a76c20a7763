using ContainerGuard.Dockerfile;
using ContainerGuard.Inspection;
using ContainerGuard.Registry;

namespace ContainerGuard.Analysis.Built;

/// <summary>
/// Which layers of a base image say what is installed: the system's own, and those of commands. Copied files do not change the database of
/// the system's package manager, and .NET is named by variables.
/// </summary>
/// <param name="mostBytes">The bytes of a layer that is not kept, as it is in the registry, up to which it is read.</param>
internal sealed class BaseLayers(long mostBytes)
{
    /// <summary>128 MB: the system of Debian or Ubuntu has 30, that of UBI 80.</summary>
    public const long DefaultSize = 128L * 1024 * 1024;

    /// <summary>32 MB: the system of most base images.</summary>
    public const long CheapSize = 32L * 1024 * 1024;

    /// <summary>The clause for a layer that cannot say what is installed.</summary>
    public const string OnlyCopies = "it has copied files only";

    /// <summary>The clause for a layer that is too large.</summary>
    public const string TooLarge = "it is too large";

    /// <summary>The clause for a layer of which only what is kept is wanted.</summary>
    public const string NotKept = "it is not kept";

    /// <summary>Why a layer is not read; null for one that is.</summary>
    public string? WhyNotNeeded(ImageConfig config, Manifest manifest, int index)
    {
        if (IsCopied(config, manifest.Layers.Count, index)) return OnlyCopies;
        return manifest.Layers[index].Size > mostBytes ? TooLarge : null;
    }

    /// <summary>Whether the layer has files that COPY or ADD wrote into a folder.</summary>
    private static bool IsCopied(ImageConfig config, int layers, int index)
    {
        if (index == 0) return false;
        var step = HistoryStep.Of(config, layers).FirstOrDefault(step => step.Layer == index);
        return step?.Kind is InstructionKind.Copy or InstructionKind.Add && DestinationOf(step.Text) is not ("/" or "./" or "");
    }

    /// <summary>
    /// The last word: <c>/dotnet /usr/share/dotnet</c>, and <c>file:1f… in /usr/share/dotnet</c> of the classic builder.
    /// </summary>
    private static string DestinationOf(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed[(trimmed.LastIndexOf(' ') + 1)..];
    }
}
