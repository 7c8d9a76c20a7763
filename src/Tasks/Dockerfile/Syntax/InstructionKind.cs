namespace ContainerGuard.Dockerfile;

/// <summary>The instructions of the Dockerfile language.</summary>
internal enum InstructionKind
{
    /// <summary>A keyword that BuildKit refuses as "unknown instruction".</summary>
    Unknown,
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
}

internal static class InstructionKeywords
{
    /// <summary>The keywords in upper case, by <see cref="InstructionKind"/>.</summary>
    private static readonly string[] Keywords =
    [
        "", "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER",
        "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    ];

    /// <summary>All keywords, in upper case.</summary>
    public static ReadOnlySpan<string> All => Keywords.AsSpan(1);

    public static string ToKeyword(this InstructionKind kind) => Keywords[(int)kind];

    public static InstructionKind Parse(ReadOnlySpan<char> keyword)
    {
        for (var i = 1; i < Keywords.Length; i++)
        {
            if (keyword.Length == Keywords[i].Length && keyword.Equals(Keywords[i], StringComparison.OrdinalIgnoreCase))
            {
                return (InstructionKind)i;
            }
        }

        return InstructionKind.Unknown;
    }
}
