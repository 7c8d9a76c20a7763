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
        foreach (var key in keys)
        {
            if (key.Length > 0 && !key.Any(static c =>
                c is '=' or '"' or '\'' or '$' or '\\' or '`' || char.IsControl(c) || char.IsWhiteSpace(c)))
            {
                continue;
            }

            return Invalid(
                $"{item} has the invalid name '{DockerfileWriter.OneLine(key)}'.",
                "Write a name without '=', quotes, '$', backslashes, blanks and line breaks.");
        }

        return null;
    }

    /// <summary>
    /// Names of Debian packages with a version and an architecture (Debian Policy, section 5.6.1), and patterns of versions.
    /// </summary>
    private static Problem? InPackages(IEnumerable<string> packages)
    {
        foreach (var package in packages)
        {
            if (package.Length > 0 && char.IsAsciiLetterOrDigit(package[0])
                && package.All(static c => char.IsAsciiLetterOrDigit(c) || "+-.:=~*_/".Contains(c, StringComparison.Ordinal)))
            {
                continue;
            }

            return Invalid(
                $"ContainerGuardAptPackage has the invalid name '{DockerfileWriter.OneLine(package)}'.",
                "Write the name of a package, such as <ContainerGuardAptPackage Include=\"curl\" Version=\"8.*\" />.");
        }

        return null;
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
