using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Advisories.Osv;

/// <summary>Members of a record, which databases fill in differently: a member of another type counts as missing.</summary>
internal static class OsvJson
{
    public static string Text(JsonElement element, string name) => JsonText.Text(element, name) ?? "";

    public static IEnumerable<JsonElement> Items(JsonElement element, string name) => element.Member(name).Items();

    public static IEnumerable<string> Texts(JsonElement element, string name) =>
        Items(element, name).Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!);
}
