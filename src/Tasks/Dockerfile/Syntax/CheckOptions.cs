using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// The value of <c># check=</c>, as a directive at the top or as a comment above an instruction: <c>skip=RuleA,RuleB;error=true</c>
/// (moby/buildkit, frontend/dockerfile/linter).
/// </summary>
/// <param name="SkipsAll">Whether <c>skip=all</c> is given.</param>
/// <param name="Skipped">The names of BuildKit's checks that are skipped.</param>
/// <param name="IsError">Whether findings fail the build.</param>
/// <param name="EnablesAll">Whether <c>experimental=all</c> is given.</param>
/// <param name="Enabled">The names of BuildKit's experimental checks that are enabled.</param>
internal sealed record CheckOptions(
    bool SkipsAll, ImmutableArray<string> Skipped, bool IsError, bool EnablesAll, ImmutableArray<string> Enabled)
{
    private const int MaximumParts = 3;

    /// <summary>Whether a check is skipped.</summary>
    public bool Skips(string check) => SkipsAll || Skipped.Contains(check);

    /// <summary>Whether an experimental check is enabled.</summary>
    public bool Enables(string check) => EnablesAll || Enabled.Contains(check);

    /// <summary>The options in a comment above an instruction; null if the comment does not contain valid options.</summary>
    public static CheckOptions? FromComment(string text)
    {
        if (!DirectiveText.TryParse(text, 0, out var kind, out var value) || kind != DirectiveKind.Check)
        {
            return null;
        }

        Read(text.AsSpan(value.Start, value.Length), out var options);
        return options;
    }

    /// <summary>Reads a value; returns the error message, or null. Text after a space is ignored.</summary>
    public static string? Read(ReadOnlySpan<char> value, out CheckOptions? options)
    {
        options = null;
        var blank = value.IndexOf(' ');
        var rest = blank < 0 ? value : value[..blank];
        var skipsAll = false;
        var isError = false;
        var enablesAll = false;
        ImmutableArray<string> skipped = [];
        ImmutableArray<string> enabled = [];
        for (var part = 0; part < MaximumParts && !(part == 0 && rest.IsEmpty); part++)
        {
            var semicolon = part < MaximumParts - 1 ? rest.IndexOf(';') : -1;
            var option = semicolon < 0 ? rest : rest[..semicolon];
            var equalsSign = option.IndexOf('=');
            var name = (equalsSign < 0 ? option : option[..equalsSign]).Trim();
            if (equalsSign < 0 || name is not ("skip" or "experimental" or "error"))
            {
                return $"'{option}' is not an option; use skip=, error= or experimental=, separated by ';'";
            }

            var setting = option[(equalsSign + 1)..].Trim();
            if (name is "skip" && setting is "all")
            {
                skipsAll = true;
            }
            else if (name is "skip")
            {
                skipped = SplitNames(setting);
            }
            else if (name is "experimental" && setting is "all")
            {
                enablesAll = true;
            }
            else if (name is "experimental")
            {
                enabled = SplitNames(setting);
            }
            else if (name is "error" && GoBoolean.TryParse(setting, out var isTrue))
            {
                isError = isTrue;
            }
            else if (name is "error")
            {
                return $"error must be true or false, not '{setting}'";
            }

            if (semicolon < 0)
            {
                break;
            }

            rest = rest[(semicolon + 1)..];
        }

        options = new CheckOptions(skipsAll, skipped, isError, enablesAll, enabled);
        return null;
    }

    private static ImmutableArray<string> SplitNames(ReadOnlySpan<char> names)
    {
        var split = ImmutableArray.CreateBuilder<string>();
        foreach (var name in names.PiecesAt(','))
        {
            split.Add(name.Trim().ToString());
        }

        return split.ToImmutable();
    }
}
