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
}
