using System.Text.Json;

namespace ContainerGuard.Inspection;

/// <summary>Reads the JSON documents of an image. They are not trusted.</summary>
internal static class Documents
{
    public const string Remedy = "Pull, build or save the image again.";

    /// <exception cref="InspectionException">It is too large.</exception>
    public static byte[] Read(Stream stream, long size, string where, InspectionLimits limits)
    {
        if (size > limits.LargestDocument) throw TooLarge(where, limits);
        var content = new byte[size];
        try
        {
            return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (IOException exception)
        {
            throw new InspectionException(where, exception.Message.TrimEnd('.'), "Check the file and the disk, and try again.");
        }
    }

    public static InspectionException TooLarge(string where, InspectionLimits limits) =>
        new(where, $"it is larger than {limits.LargestDocument >> 20} MB", Remedy);

    /// <summary>Reads a document with the function of its kind.</summary>
    /// <exception cref="InspectionException">It is not JSON, or not a document of this kind.</exception>
    public static T Parse<T>(byte[] content, string where, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return read(document.RootElement);
        }
        catch (JsonException)
        {
            throw new InspectionException(where, "it is not JSON", Remedy);
        }
        catch (FormatException exception)
        {
            throw new InspectionException(where, exception.Message, Remedy);
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json throws this for a string that is not Unicode.
            throw new InspectionException(where, "it contains text that is not Unicode", Remedy);
        }
    }

    /// <summary>The elements of a list, without those that are null.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? Elements(value) : [];

    /// <summary>
    /// The elements of this list, without those that are null. These are loops, because LINQ over a structure of another assembly is not
    /// compiled ahead of time, and would need most of the time of a small document.
    /// </summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array) yield break;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Null) yield return item;
        }
    }

    /// <summary>What is read of the elements of a list, without those that are null.</summary>
    /// <param name="element">The object that has the list.</param>
    /// <param name="name">The name of the list.</param>
    /// <param name="most">The number of elements that are read.</param>
    /// <param name="read">Reads one.</param>
    public static List<T> Read<T>(this JsonElement element, string name, int most, Func<JsonElement, T> read)
        where T : class
    {
        List<T> values = [];
        foreach (var item in element.Elements(name))
        {
            if (values.Count == most) break;
            values.Add(read(item));
        }

        return values;
    }

    public static IEnumerable<string> Strings(this JsonElement element, string name)
    {
        foreach (var item in element.Elements(name))
        {
            if (item.ValueKind == JsonValueKind.String) yield return item.GetString()!;
        }
    }

    /// <summary>The names of the members of an object.</summary>
    public static IEnumerable<string> Names(this JsonElement element, string name)
    {
        foreach (var property in element.Properties(name)) yield return property.Name;
    }

    /// <summary>The members of an object.</summary>
    public static IEnumerable<JsonProperty> Properties(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value)
            || value.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var property in value.EnumerateObject()) yield return property;
    }

    public static long? Integer(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number)
            ? number
            : null;
}
