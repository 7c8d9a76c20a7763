using System.Globalization;
using System.Text;

namespace ContainerGuard.Files;

/// <summary>Several texts as one, for a <see cref="KeptResult"/>: each text follows its length.</summary>
internal static class KeptTexts
{
    public static string Join(params IEnumerable<string> texts)
    {
        var joined = new StringBuilder();
        foreach (var text in texts) joined.Append(CultureInfo.InvariantCulture, $"{text.Length}:{text}");
        return joined.ToString();
    }

    /// <summary>The texts; null if the text was not written by <see cref="Join"/>, or is cut off.</summary>
    public static string[]? Split(string joined)
    {
        List<string> texts = [];
        for (var start = 0; start < joined.Length;)
        {
            var colon = joined.IndexOf(':', start);
            if (colon < 0 || !int.TryParse(joined.AsSpan(start..colon), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length > joined.Length - colon - 1)
            {
                return null;
            }

            texts.Add(joined.Substring(colon + 1, length));
            start = colon + 1 + length;
        }

        return [.. texts];
    }
}
