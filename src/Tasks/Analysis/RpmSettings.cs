using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>Settings of yum and dnf (dnf.conf(5)) that a command disables.</summary>
internal static class RpmSettings
{
    private static readonly string[] Managers = [.. PackageManagers.In(PackageFamily.Dnf), "yum-config-manager", "dnf-config-manager"];
    private static readonly string[] Writers = ["echo", "printf", "sed"];

    /// <summary>The programs that <see cref="FindSwitchedOff"/> recognizes, and others.</summary>
    public static string[] ProgramsAnd(params string[] others) => [.. Managers, .. Writers, .. others];

    /// <summary>
    /// The word that disables a setting: <c>--setopt=[repository.]name=0</c>, or <c>name=0</c> for a configuration file of yum or dnf; null
    /// when no word does.
    /// </summary>
    public static ShellWord? FindSwitchedOff(ShellCommand command, string name)
    {
        if (PackageManagers.Find(command.Name) is { Family: PackageFamily.Dnf } || Array.IndexOf(Managers, command.Name) >= 0)
        {
            return command.Line.Options.FirstOrDefault(
                option => option is { Name: "--setopt", Value: { } value } && IsSwitchedOff(value, name))?.Word;
        }

        if (!Writes(command)) return null;
        return command.Arguments.FirstOrDefault(word => Lines(word.Text).Any(line => IsSwitchedOff(line, name)));
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Replace("\\n", "\n", StringComparison.Ordinal)
            .Split('\n', '/', ';').Select(static line => line.Replace(" ", "", StringComparison.Ordinal));

    /// <summary><c>echo … &gt;&gt; /etc/yum.conf</c>, <c>sed -i … /etc/yum.repos.d/x.repo</c></summary>
    private static bool Writes(ShellCommand command) => command.Name switch
    {
        "echo" or "printf" =>
            command.Redirections.Any(static redirection => redirection.WritesFile && IsConfiguration(redirection.Target.Text)),
        "sed" => command.Arguments.Any(static word => IsConfiguration(word.Text)),
        _ => false,
    };

    private static bool IsConfiguration(string path) =>
        path.StartsWith("/etc/yum", StringComparison.Ordinal)
        || path.StartsWith("/etc/dnf/", StringComparison.Ordinal)
        || path.EndsWith(".repo", StringComparison.Ordinal);

    private static bool IsSwitchedOff(string setting, string name)
    {
        var equals = setting.LastIndexOf('=');
        if (equals < 0) return false;

        var key = setting.AsSpan(0, equals);
        return (key.Equals(name, StringComparison.OrdinalIgnoreCase)
            || key[(key.LastIndexOf('.') + 1)..].Equals(name, StringComparison.OrdinalIgnoreCase))
            && setting[(equals + 1)..].Trim('"', '\'').ToLowerInvariant() is "0" or "false" or "no" or "off";
    }
}
