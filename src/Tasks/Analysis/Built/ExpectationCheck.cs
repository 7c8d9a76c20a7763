using System.Globalization;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Analysis.Built;

/// <summary>Compares an image with an expectation.</summary>
internal static class ExpectationCheck
{
    /// <summary>A sentence about the difference; null if the image is as expected, or if it cannot be known.</summary>
    public static string? ProblemOf(Expectation expected, ImageAnalysis image) => expected.Kind switch
    {
        ExpectationKind.File => image.HasAllFiles ? File(expected, image) : null,
        ExpectationKind.AbsentFile => image.HasAllFiles && image.Exists(expected.Name.TrimStart('/'))
            ? $"'{expected.Name}' exists, but should be absent."
            : null,
        ExpectationKind.NoShell => image.HasAllFiles && Shells.FirstOrDefault(image.Exists) is { } shell
            ? $"The image has the shell '/{shell}', but should have none."
            : null,
        ExpectationKind.User => Value("user", image.Config.User, expected),
        ExpectationKind.WorkingDirectory => Value("working directory", image.Config.WorkingDirectory, expected),
        ExpectationKind.Entrypoint => Value("entrypoint", string.Join('\n', image.Config.Entrypoint ?? []), expected),
        ExpectationKind.Command => Value("command", string.Join('\n', image.Config.Command ?? []), expected),
        ExpectationKind.Port => Listed("port", Port(expected.Name), image.Config.ExposedPorts, expected.IsNegative),
        ExpectationKind.Volume => Listed("volume", expected.Name, image.Config.Volumes, expected.IsNegative),
        ExpectationKind.Label => Pair("label", expected, image.Config.Labels.GetValueOrDefault(expected.Name)),
        ExpectationKind.Environment => Pair("variable", expected, image.Config.Environment
            .FirstOrDefault(variable => variable.StartsWith(expected.Name + "=", StringComparison.Ordinal))?[(expected.Name.Length + 1)..]),
        _ => Size(expected, image),
    };

    private static readonly string[] Shells = ["bin/sh", "usr/bin/sh", "bin/bash", "usr/bin/bash", "busybox/sh"];

    private static string? File(Expectation expected, ImageAnalysis image)
    {
        var node = image.Image.Files.Resolve(expected.Name.TrimStart('/'));
        if (node?.Version is not { } version) return node?.Children.Count > 0 ? null : $"'{expected.Name}' does not exist.";
        if (expected.Mode is { } mode && version.Entry.Mode != mode)
        {
            return $"'{expected.Name}' has the mode {Octal(version.Entry.Mode)}, but should have {Octal(mode)}.";
        }

        if (expected.Owner is { } owner && !IsOwner(owner, version.Content, image.Users))
        {
            return $"'{expected.Name}' belongs to {version.Content.UserId}:{version.Content.GroupId}, but should belong "
                + $"to {owner}.";
        }

        return null;
    }

    private static bool IsOwner(string owner, LayerEntry file, SystemUsers users)
    {
        var parts = owner.Split(':', 2);
        var user = long.TryParse(parts[0], CultureInfo.InvariantCulture, out var id) ? id : users.Find(parts[0])?.Id;
        if (parts[0].Length > 0 && user != file.UserId) return false;
        if (parts.Length == 1 || parts[1].Length == 0) return true;
        var group = long.TryParse(parts[1], CultureInfo.InvariantCulture, out var number)
            ? number
            : users.Groups.FirstOrDefault(one => one.Name == parts[1])?.Id;
        return group == file.GroupId;
    }

    private static string? Value(string what, string actual, Expectation expected)
    {
        if (expected.Value is null || actual == expected.Value) return null;
        return $"The {what} is {Shown(actual)}, but should be {Shown(expected.Value)}.";
    }

    private static string? Listed(string what, string name, IReadOnlyList<string> all, bool isNegative) => all.Contains(name) == isNegative
        ? $"The image {(isNegative ? "has" : "does not have")} the {what} '{name}'{(isNegative ? ", but should not have it" : "")}."
        : null;

    private static string? Pair(string what, Expectation expected, string? actual)
    {
        if (expected.IsNegative) return actual is null ? null : $"The {what} '{expected.Name}' is set, but should be absent.";
        if (actual is null) return $"The {what} '{expected.Name}' does not exist.";
        // A value may be a secret.
        return expected.Value is null || actual == expected.Value ? null : $"The {what} '{expected.Name}' does not have the "
            + "expected value.";
    }

    private static string? Size(Expectation expected, ImageAnalysis image)
    {
        if (!image.HasAllFiles) return null;
        var size = image.Image.Layers.Sum(static layer => layer.Facts!.UnpackedSize);
        return size > expected.Size
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The image has {size / 1e6:N1} MB, but should have at most {expected.Size / 1e6:N1} MB.")
            : null;
    }

    private static string Port(string port) => port.Contains('/', StringComparison.Ordinal) ? port : $"{port}/tcp";

    private static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static string Shown(string text) => text.Length == 0 ? "not set" : $"'{text.Replace('\n', ' ')}'";
}
