using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;

namespace ContainerGuard.Tool.Lsp;

/// <summary>The options of <c>containerguard lsp</c>, which have the meaning that they have in <c>check</c>.</summary>
internal sealed record LspOptions
{
    public Level Level { get; init; } = Level.Recommended;

    public PinningMode Pinning { get; init; } = PinningMode.Require;

    /// <summary>The ShellCheck to use; null for the one on the PATH, <c>false</c> for none.</summary>
    public string? ShellCheck { get; init; }

    /// <summary>Registries that images may come from.</summary>
    public TrustedRegistries Trusted { get; init; } = TrustedRegistries.Any;
}
