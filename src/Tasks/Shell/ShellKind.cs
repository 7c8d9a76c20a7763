namespace ContainerGuard.Shell;

/// <summary>The language of a shell-form instruction.</summary>
internal enum ShellKind
{
    /// <summary>A language without a parser here, or an unknown program.</summary>
    Unknown,

    /// <summary>sh, bash, dash, ash, zsh, ksh.</summary>
    Posix,

    /// <summary>Windows PowerShell, or PowerShell on any system.</summary>
    PowerShell,

    /// <summary>The Windows command interpreter.</summary>
    Cmd,
}

internal static class ShellKinds
{
    /// <summary>The language of a shell, by its file name: the first element of SHELL.</summary>
    public static ShellKind OfProgram(string path)
    {
        var name = path.AsSpan(path.AsSpan().LastIndexOfAny('/', '\\') + 1);
        if (name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
        if (name.Equals("powershell", StringComparison.OrdinalIgnoreCase) || name.Equals("pwsh", StringComparison.OrdinalIgnoreCase))
        {
            return ShellKind.PowerShell;
        }

        if (name.Equals("cmd", StringComparison.OrdinalIgnoreCase)) return ShellKind.Cmd;
        return CommandWrappers.IsShell(name.ToString()) ? ShellKind.Posix : ShellKind.Unknown;
    }

    /// <summary>The language of the elements of SHELL; <c>["/usr/bin/env", "bash", "-c"]</c> is bash.</summary>
    public static ShellKind OfShell(IEnumerable<string> elements)
    {
        foreach (var element in elements)
        {
            if (OfProgram(element) is not ShellKind.Unknown and var kind) return kind;
            if (!element.EndsWith("/env", StringComparison.Ordinal) && element is not (['-', ..])) break;
        }

        return ShellKind.Unknown;
    }

    /// <summary>The language of a script, by its first line: <c>#!/bin/bash -e</c> or <c>#!/usr/bin/env bash</c>.</summary>
    public static ShellKind OfScript(ReadOnlySpan<char> script)
    {
        if (!script.StartsWith("#!")) return ShellKind.Unknown;
        var newline = script.IndexOf('\n');
        var line = (newline < 0 ? script : script[..newline])[2..].ToString();
        return OfShell(line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));
    }
}
