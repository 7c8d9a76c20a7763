using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using ContainerGuard.Checking;

namespace ContainerGuard;

/// <summary>An exception that no code expects: a defect of the package, as one diagnostic.</summary>
/// <param name="File">The file that was being processed, absolute; null if it is not known.</param>
/// <param name="Message">The failure, its place in the code, and how to report it.</param>
/// <param name="Details">The exception with its stack.</param>
internal sealed partial record Defect(string? File, string Message, string Details)
{
    /// <summary>The variable that shows the details in any log.</summary>
    public const string Variable = "CONTAINERGUARD_DIAGNOSTICS";

    private const string Root = nameof(ContainerGuard) + ".";
    private const int LongestReason = 160;

    /// <param name="exception">The exception, as a task received it.</param>
    /// <param name="task">The name of the task.</param>
    public static Defect Of(Exception exception, string task)
    {
        while (exception is AggregateException { InnerException: { } first }) exception = first;
        var (file, cause) = exception is FileCheckException { InnerException: { } inner } named ? (named.Path, inner) : (null, exception);
        var reason = WithoutCredentials(cause.Message.Split('\n')[0].TrimEnd('\r', '.', ' '));
        if (reason.Length > LongestReason) reason = string.Concat(reason.AsSpan(0, LongestReason), "…");
        var at = PlaceOf(cause) is { } place ? $" at {place}" : "";
        return new(
            file,
            $"{task} failed with {cause.GetType().Name}{at}: {reason}. This is a bug in ContainerGuard. "
                + $"Report it with the details that {Variable}=1 or -v:detailed shows.",
            WithoutCredentials(cause.ToString()));
    }

    /// <summary>Whether a person wants the details in any log.</summary>
    public static bool ShowsDetails(Func<string, string?> environment) =>
        environment(Variable) is { Length: > 0 } value && value != "0" && !Setting.IsFalse(value);

    /// <summary>The method of ours that is nearest to the failure, such as <c>Rules.RuleRunner.Run</c>.</summary>
    private static string? PlaceOf(Exception exception) => new StackTrace(exception).GetFrames()
        .Select(static frame => frame.GetMethod())
        .Where(static method => method?.DeclaringType?.FullName?.StartsWith(Root, StringComparison.Ordinal) == true)
        .Select(static method => $"{WrittenTypeOf(method!).FullName![Root.Length..].Replace('+', '.')}.{WrittenNameOf(method!)}")
        .FirstOrDefault();

    /// <summary>
    /// The compiler puts lambdas, iterators and asynchronous methods into types with names such as <c>&lt;RunAsync&gt;d__5</c>.
    /// </summary>
    private static Type WrittenTypeOf(MethodBase method)
    {
        var type = method.DeclaringType!;
        while (type is { DeclaringType: { } outer } && type.Name.StartsWith('<')) type = outer;
        return type;
    }

    private static string WrittenNameOf(MethodBase method) =>
        InBrackets(method.Name) ?? InBrackets(method.DeclaringType!.Name) ?? method.Name;

    private static string? InBrackets(string name) =>
        name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? name[1..end] : null;

    private static string WithoutCredentials(string text) => UserInfo().Replace(text, "://***@");

    /// <summary>The user information of a URL (RFC 3986, section 3.2.1).</summary>
    [GeneratedRegex(@"://[^/\s@]+@")]
    private static partial Regex UserInfo();
}
