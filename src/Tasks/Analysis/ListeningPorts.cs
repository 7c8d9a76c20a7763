using System.Globalization;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>
/// The ports that the variables of an image make its process listen on: ASP.NET Core reads ASPNETCORE_URLS and ASPNETCORE_HTTP_PORTS
/// (learn.microsoft.com, Kestrel endpoints). Many other programs read PORT, but only by convention.
/// </summary>
/// <param name="Reason">The variable, or the default, that decides.</param>
/// <param name="Ports">The ports, in the order of their mention.</param>
/// <param name="IsConvention">Whether only a convention says that the process reads the variable.</param>
internal sealed record ListeningPorts(string Reason, IReadOnlyCollection<int> Ports, bool IsConvention)
{
    private static readonly string[] AspNetVariables = ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS"];

    /// <summary>The ports; null if the file does not tell, and if the settings or the sources of the project decide.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">
    /// The ports that the file names elsewhere. The default of ASP.NET Core counts only where all of them are its former defaults, because
    /// the program can choose others.
    /// </param>
    public static ListeningPorts? Of(FileAnalysis file, IEnumerable<int> expected)
    {
        if (file.Image is not { } image) return null;

        HashSet<int> used = [];
        var names = Array.FindAll(AspNetVariables, name => Add(image.State, name, used));
        var isConvention = names.Length == 0 && Add(image.State, "PORT", used);
        if (isConvention) names = ["PORT"];
        if (names.Length == 0 && ListensOn8080(image, file.Process) && expected.All(static port => port is 80 or 443))
        {
            names = ["the base image"];
            used.Add(8080);
        }

        if (names.Length == 0 || used.Count == 0) return null;
        return file.App is { IsWeb: true } app
            && (app.AddressesIn(image, file.Process).Count > 0 || app.ChoosesAddresses)
                ? null
                : new ListeningPorts(names[0], used, isConvention);
    }

    /// <summary>
    /// Whether the base is an ASP.NET Core image that sets ASPNETCORE_HTTP_PORTS=8080, as all do since version 8 (learn.microsoft.com,
    /// "Default ASP.NET Core port changed").
    /// </summary>
    private static bool ListensOn8080(FinalImage image, ContainerProcess? process) =>
        image.Base is { } known
        && (known.Repository == "dotnet/aspnet" || known.Repository.EndsWith("/dotnet/aspnet", StringComparison.Ordinal))
        && ImageTag.Parse(known.Tag ?? "").Version?.Major >= 8
        && Array.TrueForAll(AspNetVariables, name => image.State.Find(name)?.Instruction is null)
        && process?.CommandLine.Contains("urls", StringComparison.OrdinalIgnoreCase) != true
        && process is not { IsScript: true };

    /// <summary>Adds the ports that a variable of the image names; false when it does not name a known port.</summary>
    private static bool Add(StageState state, string name, HashSet<int> ports)
    {
        if (state.Environment.Find(name) is not { IsKnown: true, Value: { } value }) return false;

        var count = ports.Count;
        foreach (var part in value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var text = part[(part.LastIndexOf(':') + 1)..].TrimEnd('/');
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) ports.Add(port);
        }

        return ports.Count > count;
    }
}
