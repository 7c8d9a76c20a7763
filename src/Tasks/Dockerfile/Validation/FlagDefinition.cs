namespace ContainerGuard.Dockerfile;

internal enum FlagType
{
    /// <summary>May occur once, and needs a value.</summary>
    Text,

    /// <summary>May occur several times, each time with a value.</summary>
    TextList,

    /// <summary>May occur once, alone or with true or false.</summary>
    Boolean,
}

/// <summary>A flag that an instruction accepts.</summary>
internal sealed record FlagDefinition(string Name, FlagType Type)
{
    private static readonly FlagDefinition[] None = [];

    private static readonly FlagDefinition[] Add =
    [
        new("chown", FlagType.Text), new("chmod", FlagType.Text), new("link", FlagType.Boolean), new("keep-git-dir", FlagType.Boolean),
        new("checksum", FlagType.Text), new("unpack", FlagType.Boolean), new("exclude", FlagType.TextList),
    ];

    private static readonly FlagDefinition[] Copy =
    [
        new("chown", FlagType.Text), new("from", FlagType.Text), new("chmod", FlagType.Text), new("link", FlagType.Boolean),
        new("exclude", FlagType.TextList), new("parents", FlagType.Boolean),
    ];

    private static readonly FlagDefinition[] From = [new("platform", FlagType.Text)];

    private static readonly FlagDefinition[] Healthcheck =
    [
        new("interval", FlagType.Text), new("timeout", FlagType.Text), new("start-period", FlagType.Text),
        new("start-interval", FlagType.Text), new("retries", FlagType.Text),
    ];

    private static readonly FlagDefinition[] Run =
    [
        new("mount", FlagType.TextList), new("network", FlagType.Text), new("security", FlagType.Text), new("device", FlagType.TextList),
    ];

    /// <summary>The flags that an instruction accepts.</summary>
    public static ReadOnlySpan<FlagDefinition> Of(InstructionKind kind) => kind switch
    {
        InstructionKind.Add => Add,
        InstructionKind.Copy => Copy,
        InstructionKind.From => From,
        InstructionKind.Healthcheck => Healthcheck,
        InstructionKind.Run => Run,
        _ => None,
    };

    /// <summary>Whether BuildKit checks the flags. It does not refuse flags of ARG, STOPSIGNAL and HEALTHCHECK NONE.</summary>
    public static bool AreChecked(InstructionSyntax instruction) => instruction.Kind switch
    {
        InstructionKind.Arg or InstructionKind.Stopsignal or InstructionKind.Unknown => false,
        InstructionKind.Healthcheck => instruction.HealthcheckType is not { } type
            || !type.Raw.Equals("NONE", StringComparison.OrdinalIgnoreCase),
        _ => true,
    };
}
