using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Files;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Reads the items about images: expectations and exceptions.</summary>
internal static class ImageItems
{
    /// <summary>The type of the items of <see cref="TryReadExpectations"/>.</summary>
    public const string Expectations = "ContainerGuardExpect";

    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>The exceptions without a problem. One with a problem accepts nothing.</summary>
    /// <param name="items">The items.</param>
    /// <param name="ofScan">Whether to read those about vulnerabilities, or those about images.</param>
    /// <param name="report">Receives each problem.</param>
    public static List<ImageException> ReadExceptions(
        ITaskItem[] items, bool ofScan, Action<(ITaskItem Item, string Problem)> report)
    {
        List<ImageException> exceptions = [];
        foreach (var item in items)
        {
            var (code, reason, expires) = (item.ItemSpec, item.GetMetadata("Reason").Trim(), item.GetMetadata("Expires").Trim());
            if (ScanCodes.Covers(code) != ofScan) continue;
            if (!ofScan && !RuleCatalogue.AllOfImages.Any(rule => rule.Descriptor.Id.Equals(code, StringComparison.OrdinalIgnoreCase)))
            {
                report((item, $"ContainerGuardException '{code}' is not a rule for images. Write a code such as CG8007."));
                continue;
            }

            if (reason.Length == 0)
            {
                report((item, $"ContainerGuardException '{code}' has no Reason. Write why the findings are accepted: Reason=\"…\"."));
                continue;
            }

            DateOnly? last = null;
            if (expires.Length > 0)
            {
                if (!DateOnly.TryParseExact(expires, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                {
                    report((item, $"ContainerGuardException '{code}' has the invalid day '{expires}'. Write Expires=\"2027-03-31\"."));
                    continue;
                }

                last = day;
            }

            exceptions.Add(new ImageException(code, reason)
            {
                Path = Text(item, "Path"), Package = Text(item, "Package"), Expires = last,
                File = item.GetMetadata("DefiningProjectFullPath"),
            });
        }

        return exceptions;
    }

    /// <summary>The message about an exception whose day has passed.</summary>
    public static string Expired(ImageException exception) =>
        $"The exception for {exception.Code} expired on {exception.Expires?.ToString(DateFormat, CultureInfo.InvariantCulture)}. "
            + "Fix the findings, or set a later date.";

    /// <summary>Reads <c>ContainerGuardExpect</c> items; the reason of a refusal is a whole sentence.</summary>
    public static bool TryReadExpectations(
        ITaskItem[] items, out List<Expectation> expectations, [NotNullWhen(false)] out string? problem)
    {
        expectations = [];
        foreach (var item in items)
        {
            if (Read(item, out problem) is not { } expectation)
            {
                problem = $"{Expectations} '{item.ItemSpec}' is not valid: {problem}.";
                return false;
            }

            expectations.Add(expectation);
        }

        problem = null;
        return true;
    }

    /// <summary>Adds the expectations of the files of container-structure-test.</summary>
    public static bool TryReadTests(
        ITaskItem[] items, Func<string, string> fullPath, List<Expectation> expectations, [NotNullWhen(false)] out string? problem)
    {
        foreach (var item in items)
        {
            (var bytes, problem) = TextFile.Read(fullPath(item.ItemSpec), "file of ContainerGuardStructureTest");
            if (bytes is not null && StructureTests.Read(System.Text.Encoding.UTF8.GetString(bytes), expectations) is { } reason)
            {
                problem = $"'{item.ItemSpec}' is not a valid file of container-structure-test: {reason}.";
            }

            if (problem is not null) return false;
        }

        problem = null;
        return true;
    }

    private static Expectation? Read(ITaskItem item, out string? problem)
    {
        problem = null;
        var (path, value) = (item.GetMetadata("Path"), Text(item, "Value"));
        switch (item.ItemSpec.Trim().ToLowerInvariant())
        {
            case "file" when path.StartsWith('/'):
                var mode = Text(item, "Mode");
                if (mode is not null && (mode.Length > 5 || !mode.All(static c => c is >= '0' and <= '7')))
                {
                    problem = $"the Mode '{mode}' is not an octal number such as 755";
                    return null;
                }

                return new Expectation(ExpectationKind.File, path)
                {
                    Owner = Text(item, "Owner"), Mode = mode is null ? null : Convert.ToInt32(mode, 8),
                };
            case "absent-file" when path.StartsWith('/'):
                return new Expectation(ExpectationKind.AbsentFile, path);
            case "file" or "absent-file":
                problem = "its Path does not begin with a slash, as in Path=\"/app/run\"";
                return null;
            case "no-shell":
                return new Expectation(ExpectationKind.NoShell, "");
            case "label" when item.GetMetadata("Name") is { Length: > 0 } name:
                return new Expectation(ExpectationKind.Label, name) { Value = value };
            case "size" when ReadSize(value) is { } size:
                return new Expectation(ExpectationKind.LargestSize, "") { Size = size };
            case "user" when value is not null:
                return new Expectation(ExpectationKind.User, "") { Value = value };
            case "port" when value is not null && IsPort(value):
                return new Expectation(ExpectationKind.Port, value);
            case "port" when value is not null:
                problem = $"the Value '{value}' is not a port such as 8080 or 53/udp";
                return null;
            case "entrypoint" when value is not null:
                return new Expectation(ExpectationKind.Entrypoint, "") { Value = value.Trim().Replace(' ', '\n') };
            default:
                problem = "write file or absent-file with Path, user, port, entrypoint or size with Value, label with Name, or no-shell";
                return null;
        }
    }

    /// <summary>A port as EXPOSE writes it: a number, with a protocol if it is not TCP.</summary>
    private static bool IsPort(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return ushort.TryParse(slash < 0 ? text : text[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port > 0 && (slash < 0 || text[(slash + 1)..].ToLowerInvariant() is "tcp" or "udp" or "sctp");
    }

    /// <summary>Bytes, or a number with kB, MB or GB.</summary>
    private static long? ReadSize(string? text)
    {
        if (text is null) return null;
        var number = text.TrimEnd('B', 'b', 'k', 'K', 'M', 'm', 'G', 'g', 'i', ' ');
        var factor = text[number.Length..].Trim().ToUpperInvariant() switch
        {
            "" or "B" => 1L,
            "KB" or "K" => 1_000L,
            "MB" or "M" => 1_000_000L,
            "GB" or "G" => 1_000_000_000L,
            _ => 0L,
        };
        return factor > 0 && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? (long)(value * factor)
            : null;
    }

    private static string? Text(ITaskItem item, string name) => item.GetMetadata(name).Trim() is { Length: > 0 } text ? text : null;
}
