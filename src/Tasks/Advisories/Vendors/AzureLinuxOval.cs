using System.Xml;
using ContainerGuard.Advisories.Osv;
using ContainerGuard.Formats;

namespace ContainerGuard.Advisories.Vendors;

/// <summary>
/// Reads the OVAL file of a release of Azure Linux (github.com/microsoft/AzureLinuxVulnerabilityData). A definition names tests, a test an
/// object (the package) and a state (the version).
/// </summary>
internal static class AzureLinuxOval
{
    /// <summary>Adds the rows of all definitions.</summary>
    /// <param name="content">The file; larger files than the limit are refused.</param>
    /// <param name="release">The release: <c>3</c>.</param>
    /// <param name="add">Receives each row.</param>
    /// <exception cref="XmlException">It is not XML, or too large.</exception>
    public static void Read(Stream content, string release, Action<Advisory> add)
    {
        List<Definition> definitions = [];
        Dictionary<string, (string Object, string State)> tests = new(StringComparer.Ordinal);
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        Dictionary<string, (string Version, string Operation)> states = new(StringComparer.Ordinal);
        using var xml = XmlFile.Open(content);
        var parent = "";
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            var id = xml.GetAttribute("id") ?? "";
            switch (xml.LocalName)
            {
                case "definition":
                    definitions.Add(new Definition());
                    break;
                case "reference" when definitions.Count > 0:
                    definitions[^1].Id = xml.GetAttribute("ref_id") ?? "";
                    break;
                case "severity" when definitions.Count > 0:
                    definitions[^1].Severity = OsvSeverity.Named(xml.ReadString());
                    break;
                case "criterion" when definitions.Count > 0:
                    definitions[^1].Tests.Add(xml.GetAttribute("test_ref") ?? "");
                    break;
                case "rpminfo_test" or "rpminfo_object" or "rpminfo_state":
                    parent = id;
                    break;
                case "object":
                    tests[parent] = (xml.GetAttribute("object_ref") ?? "", tests.GetValueOrDefault(parent).State ?? "");
                    break;
                case "state":
                    tests[parent] = (tests.GetValueOrDefault(parent).Object ?? "", xml.GetAttribute("state_ref") ?? "");
                    break;
                case "name":
                    names[parent] = xml.ReadString();
                    break;
                case "evr":
                    var operation = xml.GetAttribute("operation") ?? "";
                    states[parent] = (xml.ReadString(), operation);
                    break;
            }
        }

        foreach (var definition in definitions)
        {
            foreach (var test in definition.Tests)
            {
                if (!tests.TryGetValue(test, out var refs) || !names.TryGetValue(refs.Object, out var name)) continue;
                if (!states.TryGetValue(refs.State, out var state) || RangeOf(state.Version, state.Operation) is not { } range) continue;
                add(new Advisory
                {
                    Id = definition.Id,
                    Ecosystem = $"Azure Linux:{release}",
                    Package = name,
                    Severity = definition.Severity,
                    SeveritySource = definition.Severity == AdvisorySeverity.Unknown ? "" : "Azure Linux",
                    Ranges = [range],
                });
            }
        }
    }

    private static AffectedRange? RangeOf(string version, string operation) => operation switch
    {
        "less than" => new AffectedRange(null, true, version, false),
        "less than or equal" => new AffectedRange(null, true, version, true),
        "greater than or equal" => new AffectedRange(version, true, null, false),
        "equals" => new AffectedRange(version, true, version, true),
        _ => null,
    };

    private sealed class Definition
    {
        public string Id { get; set; } = "";

        public AdvisorySeverity Severity { get; set; }

        public List<string> Tests { get; } = [];
    }
}
