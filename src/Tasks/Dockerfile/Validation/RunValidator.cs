using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>Finds the errors in the flags of RUN that BuildKit refuses before it expands variables.</summary>
internal sealed class RunValidator(List<SyntaxProblem> problems)
{
    public void Validate(InstructionSyntax instruction)
    {
        foreach (var flag in instruction.Flags)
        {
            if (flag.Is("network"))
            {
                RequireOneOf(flag, ["default", "none", "host"]);
            }
            else if (flag.Is("security"))
            {
                RequireOneOf(flag, ["insecure", "sandbox"]);
            }
            else if (flag.Is("device"))
            {
                ValidateDevice(flag);
            }
        }

        foreach (var mount in instruction.Mounts)
        {
            ValidateMount(mount);
        }
    }

    /// <summary>Checks a mount before its variables are expanded; <see cref="MountValidator"/> does the rest.</summary>
    private void ValidateMount(MountSyntax mount)
    {
        if (mount.Error is not null)
        {
            Add(
                SyntaxProblemKind.MountNotReadable, mount.Flag.Span,
                $"The value of --mount is not valid: {mount.Error}. Write options such as --mount=type=cache,target=/path.");
            return;
        }

        foreach (var option in mount.Options)
        {
            if (option is { Key: "from", Value: { } from } && from.IndexOf('$') is var dollar and >= 0 && dollar != from.Length - 1)
            {
                Add(
                    SyntaxProblemKind.VariableInMount, option.Span,
                    $"from= does not support variables. Add a stage 'FROM {from} AS source', with its ARG before the first FROM, and "
                        + "write from=source.");
            }
        }
    }

    private void ValidateDevice(FlagSyntax flag)
    {
        var fields = new List<LocatedText>();
        if (CommaSeparated.Split(flag.ValueText, fields) is { } error)
        {
            Add(
                SyntaxProblemKind.InvalidDevice, flag.Span,
                $"The value of --device is not valid: {error}. Write --device=vendor.com/class=name.");
            return;
        }

        string? name = null;
        foreach (var (text, span) in fields)
        {
            var equalsSign = text.IndexOf('=');
            var key = (equalsSign < 0 ? text : text[..equalsSign]).ToLowerInvariant();
            var value = equalsSign < 0 ? null : text[(equalsSign + 1)..];
            var message = (key, value) switch
            {
                ("required", null) => null,
                ("required", _) when GoBoolean.IsValid(value) => null,
                ("required", _) => $"required must be true or false, not '{value}'.",
                ("name", not null) when !string.IsNullOrEmpty(name) =>
                    $"The device has two names, '{name}' and '{value}'. Remove one of the two.",
                ("name", not null) => null,
                _ when string.IsNullOrEmpty(name) => null,
                _ => $"'{text}' is not an option of --device. Use a name and required.",
            };
            if (message is not null)
            {
                Add(SyntaxProblemKind.InvalidDevice, flag.GetValueSpan(span.Start, span.Length), message);
            }
            else if (key != "required")
            {
                name = key == "name" ? value : text;
            }
        }
    }

    private void RequireOneOf(FlagSyntax flag, ReadOnlySpan<string> values)
    {
        var names = new List<string>();
        foreach (var value in values)
        {
            if (flag.ValueText.SequenceEqual(value))
            {
                return;
            }

            names.Add(value);
        }

        Add(
            SyntaxProblemKind.InvalidFlagValue, flag.ValueSpan,
            $"--{flag.Name} has the invalid value '{flag.Value}'. Use one of: {string.Join(", ", names)}.",
            SpellingSuggestion.Find(flag.ValueText, values));
    }

    private void Add(SyntaxProblemKind kind, TextSpan span, string message, string? suggestion = null) =>
        problems.Add(new SyntaxProblem(kind, span, message, suggestion));
}
