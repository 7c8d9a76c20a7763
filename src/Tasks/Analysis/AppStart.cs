using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>What ENTRYPOINT and CMD start of a .NET application: an assembly with <c>dotnet</c>, or an executable.</summary>
/// <param name="Process">The process.</param>
/// <param name="Assembly">The name of the assembly that <c>dotnet</c> runs, with its extension; null for an executable.</param>
/// <param name="Span">The name in the file.</param>
internal sealed record AppStart(ContainerProcess Process, string? Assembly, TextSpan Span)
{
    private static readonly string[] OptionsWithValue =
        ["--roll-forward", "--fx-version", "--additionalprobingpath", "--additional-deps", "--depsfile", "--runtimeconfig"];

    /// <summary>The path of the assembly, as written; null for an executable.</summary>
    public string? AssemblyPath { get; private init; }

    /// <summary>The executable without its folder; null for an assembly.</summary>
    public string? Executable => Assembly is null ? Process.Name : null;

    /// <summary>What a file starts; null when it does not tell, or a variable decides.</summary>
    public static AppStart? Of(FileAnalysis file)
    {
        if (file.Process is not { Name: { } name } process || file.Image is not { } image || name.Contains('$')) return null;
        if (name != "dotnet") return new AppStart(process, null, SpanOf(image, name));

        for (var i = 0; i < process.Arguments.Count; i++)
        {
            var argument = process.Arguments[i];
            if (argument.Contains('$')) return null;
            if (argument == "exec") continue;
            if (Array.IndexOf(OptionsWithValue, argument) >= 0)
            {
                i++;
            }
            else if (argument is not ['-', ..])
            {
                return argument.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                    ? new AppStart(process, argument[(argument.LastIndexOf('/') + 1)..], SpanOf(image, argument))
                    {
                        AssemblyPath = argument,
                    }
                    : null;
            }
        }

        return null;
    }

    /// <summary>Whether an option of <c>dotnet</c> chooses the runtime.</summary>
    public bool ChoosesRuntime => Process.Arguments.Any(static argument =>
        argument.StartsWith("--roll-forward", StringComparison.Ordinal) || argument.StartsWith("--fx-version", StringComparison.Ordinal));

    private static TextSpan SpanOf(FinalImage image, string text)
    {
        foreach (var start in image.Starts)
        {
            foreach (var argument in start.Arguments)
            {
                if (argument.Value == text || argument.Value.EndsWith("/" + text, StringComparison.Ordinal)) return argument.Span;
            }

            if (start.Command is { } command && command.Text.IndexOf(text, StringComparison.Ordinal) is >= 0 and var at)
            {
                return command.ToSource(at, text.Length);
            }
        }

        return image.Starts.First().HeaderSpan;
    }
}
