using ContainerGuard.Files;
using ContainerGuard.Formats;
using ContainerGuard.Images;

namespace ContainerGuard.Advisories.Locked;

/// <summary>The locked rows, or why they cannot be used.</summary>
/// <param name="Table">The rows; null if there is no file, or a problem.</param>
/// <param name="Problem">The fact and the remedy; null without a problem.</param>
internal sealed record LockedAdvisories(AdvisoryTable? Table, string? Problem)
{
    private const string Remedy =
        "Run 'dotnet build -t:ContainerGuardUpdate', or restore that file and the lock file from version control.";

    /// <summary>The place of the problem in the file; 0 for none.</summary>
    public (int Line, int Column) At { get; private init; }

    /// <summary>Reads the file beside a lock file.</summary>
    /// <param name="lockFile">The lock file, absolute.</param>
    /// <param name="digest">The digest that the lock file has; null in a lock file of an earlier version.</param>
    public static LockedAdvisories Read(string lockFile, ImageDigest? digest)
    {
        var path = AdvisoryFile.Beside(lockFile);
        if (!File.Exists(path))
        {
            return digest is null
                ? new LockedAdvisories(null, null)
                : new LockedAdvisories(null, $"{AdvisoryFile.Name} does not exist, but the lock file contains its digest. {Remedy}");
        }

        var (content, problem) = TextFile.Read(path, "file of vulnerabilities");
        if (content is null) return new LockedAdvisories(null, problem);
        if (digest is null)
        {
            return new LockedAdvisories(null, $"The lock file does not have the digest of {AdvisoryFile.Name}. {Remedy}");
        }

        try
        {
            var table = AdvisoryFileReader.Read(content);
            return AdvisoryFile.DigestOf(content) == digest
                ? new LockedAdvisories(table, null)
                : new LockedAdvisories(null, $"{AdvisoryFile.Name} does not match its digest in the lock file. {Remedy}");
        }
        catch (FormatProblemException exception)
        {
            return new LockedAdvisories(null, $"{Upper(exception.Problem.Message)}. {Remedy}")
            {
                At = (exception.Problem.Line, exception.Problem.Column),
            };
        }
    }

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
