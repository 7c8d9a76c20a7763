using ContainerGuard.Images;
using ContainerGuard.Rules;

namespace ContainerGuard.Generation;

/// <summary>
/// Values of items and manifests that no quoting can carry into a Dockerfile. They are refused, because the builder would read something
/// else: another variable, another mount, another instruction.
/// </summary>
internal static class UnsafeData
{
    /// <summary>The first such value of a plan; null if all can be written.</summary>
    public static Problem? In(ContainerPlan plan) =>
        InKeys("ContainerEnvironmentVariable", plan.Project.ContainerEnvironmentVariables.Keys)
        ?? InKeys("ContainerLabel", plan.Project.Labels.Keys)
        ?? InPackages(plan.Project.BuildExtras.AptPackages)
        ?? InPackages(plan.Project.FinalExtras.AptPackages)
        ?? InImages(plan.Images)
        ?? InFolders(plan.Inputs.FeedFolders);

    private static Problem? InKeys(string item, IEnumerable<string> keys)
    {
        return keys.FirstOrDefault(static key => key.Length == 0 || key.Any(IsUnsafe)) is { } key
            ? Invalid(
                $"{item} has the invalid name '{DockerfileWriter.OneLine(key)}'.",
                "Write a name without '=', quotes, '$', backslashes, blanks and line breaks.")
            : null;

        static bool IsUnsafe(char c) => c is '=' or '"' or '\'' or '$' or '\\' or '`' || char.IsControl(c) || char.IsWhiteSpace(c);
    }

    /// <summary>
    /// Names of Debian packages with a version and an architecture (Debian Policy, section 5.6.1), and patterns of versions.
    /// </summary>
    private static Problem? InPackages(IEnumerable<string> packages)
    {
        return packages.FirstOrDefault(static package => !IsPackage(package)) is { } package
            ? Invalid(
                $"ContainerGuardAptPackage has the invalid name '{DockerfileWriter.OneLine(package)}'.",
                "Write the name of a package, such as <ContainerGuardAptPackage Include=\"curl\" Version=\"8.*\" />.")
            : null;

        static bool IsPackage(string text) => text.Length > 0 && char.IsAsciiLetterOrDigit(text[0])
            && text.All(static c => char.IsAsciiLetterOrDigit(c) || "+-.:=~*_/".Contains(c, StringComparison.Ordinal));
    }

    private static Problem? InImages(IEnumerable<string> images)
    {
        foreach (var image in images)
        {
            if (ImageReference.TryParse(image, out _, out var reason)) continue;
            return new Problem(
                $"'{DockerfileWriter.OneLine(image)}' is not an image reference: {reason}.",
                "Correct ContainerBaseImage or ContainerFamily.")
            {
                Rule = GuardCodes.InvalidReference,
            };
        }

        return null;
    }

    /// <summary>Folders in a --mount flag, whose options are separated by commas.</summary>
    private static Problem? InFolders(IEnumerable<string> folders)
    {
        foreach (var folder in folders)
        {
            if (!folder.Any(static c => c is ',' or '"' or '\'' or '$' or '\\' || char.IsControl(c))) continue;
            return new Problem(
                $"The folder '{DockerfileWriter.OneLine(folder)}' has a name that a --mount flag cannot contain.",
                "Rename it: no commas, quotes, '$', backslashes and line breaks.");
        }

        return null;
    }

    private static Problem Invalid(string message, string remedy) => new(message, remedy) { Rule = GuardCodes.InvalidValue };
}
