using System.Xml;

namespace ContainerGuard.Formats;

/// <summary>Readers for XML files of other tools. They load no other file and expand no entity of a DTD.</summary>
internal static class XmlFile
{
    private static readonly XmlReaderSettings Refusing =
        new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };

    private const long LongestStream = 256L << 20;

    private static readonly XmlReaderSettings Bounded = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = LongestStream,
    };

    private static readonly XmlReaderSettings Ignoring =
        new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };

    /// <param name="text">The file, with or without a byte order mark.</param>
    /// <param name="allowsDtd">Whether a document type declaration is skipped, as MSBuild does, or an error, as it is for NuGet and here
    /// for Maven.</param>
    public static XmlReader Open(string text, bool allowsDtd = false) =>
        XmlReader.Create(new StringReader(text.TrimStart('\uFEFF')), allowsDtd ? Ignoring : Refusing);

    /// <summary>Reads a large file as a stream. A longer one than 256 million characters is an error.</summary>
    public static XmlReader Open(Stream content) => XmlReader.Create(content, Bounded);

    /// <summary>
    /// Moves to the next element. False at the end, and at an error: the tool that uses the file reports it, and what was read so far
    /// counts.
    /// </summary>
    public static bool NextElement(XmlReader reader)
    {
        try
        {
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element) return true;
            }
        }
        catch (XmlException)
        {
        }

        return false;
    }
}
