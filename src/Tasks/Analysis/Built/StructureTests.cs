using ContainerGuard.Formats;

namespace ContainerGuard.Analysis.Built;

/// <summary>
/// The static part of a file of container-structure-test (schema 2.0.0): <c>fileExistenceTests</c> and <c>metadataTest</c>. Tests that run
/// a command, or read the content of a file, are left out.
/// </summary>
internal static class StructureTests
{
    /// <returns>Why the text is not such a file, a clause; null if it was read.</returns>
    public static string? Read(string text, List<Expectation> expectations)
    {
        var file = YamlReader.Read(text);
        if (file.Problem is { } problem) return $"line {problem.Line}: {problem.Message}";
        if (!file.Root["schemaVersion"].Exists) return "it has no schemaVersion";

        foreach (var test in file.Root["fileExistenceTests"].Items)
        {
            if (test["path"].Text is not { Length: > 0 } path) return "a test in fileExistenceTests has no path";
            if (test["shouldExist"].Text is "false")
            {
                expectations.Add(new Expectation(ExpectationKind.AbsentFile, path));
                continue;
            }

            var (user, group) = (test["uid"].Text, test["gid"].Text);
            expectations.Add(new Expectation(ExpectationKind.File, path)
            {
                Owner = user is null && group is null ? null : $"{user}:{group}",
                Mode = test["permissions"].Text is { } permissions ? ModeOf(permissions) : null,
            });
        }

        AddMetadata(file.Root["metadataTest"], expectations);
        return null;
    }

    private static void AddMetadata(DataNode metadata, List<Expectation> expectations)
    {
        AddPairs(metadata["env"].Exists ? metadata["env"] : metadata["envVars"], ExpectationKind.Environment, expectations);
        AddPairs(metadata["labels"], ExpectationKind.Label, expectations);
        AddNames(metadata["exposedPorts"], ExpectationKind.Port, false, expectations);
        AddNames(metadata["unexposedPorts"], ExpectationKind.Port, true, expectations);
        AddNames(metadata["volumes"], ExpectationKind.Volume, false, expectations);
        AddNames(metadata["unmountedVolumes"], ExpectationKind.Volume, true, expectations);
        AddList(metadata["entrypoint"], ExpectationKind.Entrypoint, expectations);
        AddList(metadata["cmd"], ExpectationKind.Command, expectations);
        if (metadata["workdir"].Text is { } folder)
        {
            expectations.Add(new Expectation(ExpectationKind.WorkingDirectory, "") { Value = folder });
        }

        if (metadata["user"].Text is { } user) expectations.Add(new Expectation(ExpectationKind.User, "") { Value = user });
    }

    private static void AddPairs(DataNode list, ExpectationKind kind, List<Expectation> expectations)
    {
        foreach (var pair in list.Items)
        {
            if (pair["key"].Text is not { Length: > 0 } key) continue;
            // A value that is a regular expression is not compared.
            var value = pair["isRegex"].Text is "true" ? null : pair["value"].Text;
            expectations.Add(new Expectation(kind, key) { Value = value });
        }
    }

    private static void AddNames(DataNode list, ExpectationKind kind, bool isNegative, List<Expectation> expectations) =>
        expectations.AddRange(list.Texts.Select(name => new Expectation(kind, name) { IsNegative = isNegative }));

    private static void AddList(DataNode list, ExpectationKind kind, List<Expectation> expectations)
    {
        if (list.IsList) expectations.Add(new Expectation(kind, "") { Value = string.Join('\n', list.Texts) });
    }

    /// <summary>The bits of <c>-rwxr-xr-x</c>; null for another form.</summary>
    private static int? ModeOf(string permissions)
    {
        if (permissions.Length != 10) return null;
        var mode = 0;
        for (var i = 1; i < 10; i++) mode = (mode << 1) | (permissions[i] is '-' or 'S' or 'T' ? 0 : 1);
        if (permissions[3] is 's' or 'S') mode |= 0b100_000_000_000;
        if (permissions[6] is 's' or 'S') mode |= 0b010_000_000_000;
        if (permissions[9] is 't' or 'T') mode |= 0b001_000_000_000;
        return mode;
    }
}
