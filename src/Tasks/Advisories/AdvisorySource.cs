namespace ContainerGuard.Advisories;

/// <summary>A source of rows, as the summary and the locked file name it.</summary>
/// <param name="Name">A feed's address, or the name of embedded data.</param>
/// <param name="Updated">The day of the data, as <c>yyyy-MM-dd</c>; empty if the source does not state it.</param>
internal sealed record AdvisorySource(string Name, string Updated)
{
    /// <summary>An address in messages and files: without user name, password and query, which may be secret.</summary>
    public static string NameOf(Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
