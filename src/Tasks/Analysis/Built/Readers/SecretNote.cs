using System.Globalization;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis.Built.Readers;

/// <summary>A secret in a file, without its value.</summary>
/// <param name="Description">What it is, with its article.</param>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Length">The length of the value, in bytes.</param>
/// <param name="Member">The file in an archive; empty for the file itself.</param>
internal sealed record SecretNote(string Description, int Line, int Length, string Member)
{
    public static byte[]? Write(IReadOnlyList<SecretNote> secrets) => secrets.Count == 0 ? null : LosslessUtf8.Encode(string.Join('\n',
        secrets.Select(static secret => string.Create(
            CultureInfo.InvariantCulture,
            $"{secret.Line}\t{secret.Length}\t{secret.Description}\t{secret.Member.ReplaceLineEndings(" ").Replace('\t', ' ')}"))));

    public static IEnumerable<SecretNote> Read(byte[] note)
    {
        foreach (var line in LosslessUtf8.Decode(note).Split('\n'))
        {
            if (line.Split('\t') is [var number, var length, var description, var member]
                && int.TryParse(number, CultureInfo.InvariantCulture, out var at)
                && int.TryParse(length, CultureInfo.InvariantCulture, out var size))
            {
                yield return new SecretNote(description, at, size, member);
            }
        }
    }
}
