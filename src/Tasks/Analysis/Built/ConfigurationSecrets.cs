using System.Text.Json;
using ContainerGuard.Inspection;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis.Built;

/// <summary>Finds secrets in the configuration of an image: by their shapes, and by the names of variables.</summary>
internal static class ConfigurationSecrets
{
    /// <summary>What a variable contains, in words; null if it is not a secret.</summary>
    public static string? OfVariable(string name, string value)
    {
        if (SecretShapes.Find(value) is [var shape, ..]) return shape.Description;
        return value.Length > 0 && !SecretNames.IsBlank(value) && !SecretNames.IsForBuildOnly(value)
            && !value.StartsWith('$') && SecretNames.IsSecret(name, value)
            ? "a secret, according to its name"
            : null;
    }

    /// <summary>
    /// What a step of the history contains, in words: a shape anywhere, or the value of a build argument with such a name:
    /// <c>|1 TOKEN=… /bin/sh -c …</c>, <c>ARG TOKEN=…</c>
    /// </summary>
    /// <param name="arguments">The words of an ARG instruction; null for the arguments of a command.</param>
    /// <param name="text">The step as the history has it.</param>
    /// <returns>Null if it has no secret.</returns>
    public static string? OfHistory(string? arguments, string text)
    {
        if (SecretShapes.Find(text) is [var shape, ..]) return shape.Description;
        arguments ??= text.IndexOf('|', StringComparison.Ordinal) is >= 0 and < 8 and var bar
            ? text[bar..Math.Max(bar, text.IndexOf(" /bin/", StringComparison.Ordinal))]
            : "";
        return VariableIn(arguments.Split(' ')) is { } name ? $"the value of the build argument '{name}'" : null;
    }

    /// <summary>
    /// Whether a document may stay on the disk: nothing in it looks like a secret. Of labels and of the history, more than the rule reports
    /// counts.
    /// </summary>
    /// <param name="document">A manifest, a configuration or a list of packages.</param>
    public static bool AreAbsentFrom(byte[] document)
    {
        try
        {
            if (HasShape(document)) return false;
            var config = ImageConfig.Parse(document, "The document");
            return config.Environment.All(static variable => VariableIn([variable]) is null)
                && config.Labels.All(static label => OfVariable(label.Key, label.Value) is null)
                && config.History.All(static step => !HistoryText.HasSecret(step.CreatedBy));
        }
        catch (Exception exception) when (exception is InspectionException || JsonText.IsDamage(exception))
        {
            return false;
        }
    }

    /// <summary>Whether any text of a JSON document has the shape of a secret, however it is escaped.</summary>
    private static bool HasShape(byte[] document)
    {
        var reader = new Utf8JsonReader(document);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && SecretShapes.Find(reader.GetString()!).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first name whose value is a secret.</summary>
    private static string? VariableIn(IEnumerable<string> assignments)
    {
        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && OfVariable(assignment[..equals], assignment[(equals + 1)..].Trim('"', '\'')) is not null)
            {
                return assignment[..equals];
            }
        }

        return null;
    }
}
