using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Shell;

namespace ContainerGuard.Scripts;

/// <summary>The shell of a script, for ShellCheck, and how the shell is started.</summary>
/// <param name="Name">sh, bash, dash or ksh.</param>
/// <param name="StopsAtErrors">Whether the shell is started with <c>-e</c>, so that a script need not check each command.</param>
internal sealed record ScriptDialect(string Name, bool StopsAtErrors)
{
    /// <summary>
    /// $'…', [[ ]], ==, &amp;&gt;, options of echo, pipefail, local, options of read and ulimit, source, ${a:0:1} and ${a/b}.
    /// </summary>
    private static readonly string[] OfBusyBox =
    [
        "SC3003", "SC3010", "SC3014", "SC3020", "SC3036", "SC3037", "SC3040", "SC3043", "SC3045", "SC3046", "SC3051", "SC3057", "SC3060",
    ];

    private static readonly ScriptDialect Default = new("sh", StopsAtErrors: false);

    /// <summary>The first line of a script in this dialect.</summary>
    public string Shebang => $"#!/bin/{Name}{(StopsAtErrors ? " -e" : "")}";

    /// <summary>The dialect of an instruction in shell form; null if ShellCheck does not support the shell.</summary>
    public static ScriptDialect? Of(CommandText command, Stage stage, StageState state)
    {
        if (command.IsScript)
        {
            return OfWords(FirstLine(command.AsSpan())[2..].ToString().Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));
        }

        if (state.Shell.Origin == SettingOrigin.File) return OfWords(state.Shell.Value ?? []);
        return RunScript.ShellOf(stage, state) != ShellKind.Posix ? null
            : BaseSystem.ShellOf(stage.Root.Base.Text) == "bash" ? Default with { Name = "bash" }
            : Default;
    }

    /// <summary>
    /// The codes of constructs that the shell of an instruction supports although its dialect does not: BusyBox has many of bash
    /// (busybox.net, ash).
    /// </summary>
    public static IEnumerable<string> Supported(CommandText command, Stage stage, StageState state) =>
        !command.IsScript && state.Shell.Origin != SettingOrigin.File && BaseSystem.ShellOf(stage.Root.Base.Text) == "ash" ? OfBusyBox : [];

    /// <summary><c>/bin/bash -e -c</c>, <c>/usr/bin/env bash</c>: a shell and its options.</summary>
    private static ScriptDialect? OfWords(string[] words)
    {
        var shell = Array.FindIndex(words, static word => !word.EndsWith("/env", StringComparison.Ordinal) && word is not (['-', ..]));
        if (shell < 0 || NameOf(words[shell]) is not { } name) return null;

        var stopsAtErrors = false;
        for (var i = shell + 1; i < words.Length && words[i] is not "-c"; i++)
        {
            stopsAtErrors |= words[i] is "errexit" || (words[i] is ['-', not '-', ..] && words[i].Contains('e'));
        }

        return new ScriptDialect(name, stopsAtErrors);
    }

    /// <summary>The dialect of a shell. Almquist shells, including that of BusyBox, count as dash.</summary>
    private static string? NameOf(string path) => path[(path.LastIndexOf('/') + 1)..] switch
    {
        "sh" => "sh",
        "bash" => "bash",
        "dash" or "ash" => "dash",
        "ksh" => "ksh",
        _ => null,
    };

    private static ReadOnlySpan<char> FirstLine(ReadOnlySpan<char> text) => text.IndexOf('\n') is >= 0 and var end ? text[..end] : text;
}
