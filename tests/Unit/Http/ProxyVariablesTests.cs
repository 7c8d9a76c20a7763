using ContainerGuard.Http;

namespace ContainerGuard.Tests.Unit.Http;

/// <summary>Which proxy leads to a host, by the variables of the build.</summary>
public class ProxyVariablesTests
{
    private static string? ProxyOf(string url, params (string Name, string Value)[] variables) =>
        ProxyVariables.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value)?.GetProxy(new Uri(url))?.AbsoluteUri;

    [Theory]
    [InlineData("https://quay.io/v2/", "http://tls.corp:3128/")]
    [InlineData("http://quay.io/v2/", "http://plain.corp:3128/")]
    public void Each_scheme_has_its_own(string url, string proxy) =>
        ProxyOf(url, ("HTTPS_PROXY", "http://tls.corp:3128"), ("HTTP_PROXY", "plain.corp:3128"), ("ALL_PROXY", "http://all.corp")).ShouldBe(
            proxy);

    [Fact]
    public void One_without_its_own_has_that_of_all_or_none()
    {
        ProxyOf("https://quay.io", ("HTTP_PROXY", "http://plain.corp"), ("ALL_PROXY", "socks5://all.corp:1080")).ShouldBe(
            "socks5://all.corp:1080/");
        ProxyOf("https://quay.io", ("HTTP_PROXY", "http://plain.corp")).ShouldBeNull();
        ProxyOf("https://quay.io").ShouldBeNull();
    }

    [Fact]
    public void The_variable_in_lower_case_goes_before_and_an_empty_one_is_none()
    {
        ProxyOf("https://quay.io", ("https_proxy", "http://lower.corp"), ("HTTPS_PROXY", "http://upper.corp")).ShouldBe(
            "http://lower.corp/");
        ProxyOf("https://quay.io", ("https_proxy", ""), ("HTTPS_PROXY", " http://upper.corp/ ")).ShouldBe("http://upper.corp/");
    }

    [Theory]
    [InlineData("ftp://proxy.corp")]
    [InlineData("http://")]
    [InlineData("http://guard:password@")]
    [InlineData("  ")]
    public void What_is_no_proxy_is_none(string value) => ProxyOf("https://quay.io", ("HTTPS_PROXY", value)).ShouldBeNull();

    [Theory]
    [InlineData("guard:s3cret", "guard", "s3cret")]
    [InlineData("guard", "guard", "")]
    [InlineData("corp%5Cguard:p%40ss%3Aword", @"corp\guard", "p@ss:word")]
    [InlineData("guard:p@ss:w/rd#1", "guard", "p@ss:w/rd#1")]
    public void User_and_password_are_kept_apart_from_the_address(string written, string user, string password)
    {
        var variables = ProxyVariables.Read(name => name == "HTTPS_PROXY" ? $"http://{written}@proxy.corp:3128" : null)!;
        var proxy = variables.Find(new Uri("https://quay.io"))!;

        (proxy.Credential!.UserName, proxy.Credential.Password).ShouldBe((user, password));
        variables.GetCredential(proxy.Address, "Basic").ShouldBe(proxy.Credential);
        variables.GetCredential(new Uri("http://other.corp:3128"), "Basic").ShouldBeNull();
        proxy.ToString().ShouldBe("http://proxy.corp:3128 (HTTPS_PROXY)");
        proxy.Address.AbsoluteUri.ShouldBe("http://proxy.corp:3128/");
    }

    [Theory]
    [InlineData("registry.corp", "https://registry.corp/v2/")]
    [InlineData("REGISTRY.corp", "https://registry.corp:5000/v2/")]
    [InlineData("corp", "https://registry.corp/v2/")]
    [InlineData(".corp", "https://registry.corp/v2/")]
    [InlineData("*.corp", "https://a.registry.corp/v2/")]
    [InlineData("other.example, registry.corp", "https://registry.corp/v2/")]
    [InlineData("other.example registry.corp", "https://registry.corp/v2/")]
    [InlineData("registry.corp:5000", "https://registry.corp:5000/v2/")]
    [InlineData("registry.corp:443", "https://registry.corp/v2/")]
    [InlineData("*", "https://registry.corp/v2/")]
    [InlineData("10.1.2.3", "https://10.1.2.3:5000/v2/")]
    [InlineData("10.0.0.0/8", "https://10.1.2.3:5000/v2/")]
    [InlineData("fd00::/8", "https://[fd00::1]:5000/v2/")]
    [InlineData("fd00::1", "https://[fd00::1]:5000/v2/")]
    [InlineData("[fd00::1]:5000", "https://[fd00::1]:5000/v2/")]
    [InlineData("", "http://localhost:5000/v2/")]
    [InlineData("", "http://127.0.0.1:5000/v2/")]
    public void What_NO_PROXY_lists_and_this_machine_have_none(string noProxy, string url)
    {
        foreach (var name in (string[])["NO_PROXY", "no_proxy"])
        {
            ProxyOf(url, ("ALL_PROXY", "http://proxy.corp:3128"), (name, noProxy)).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("registry.corp", "https://registry.corp.example/v2/")]
    [InlineData("registry.corp", "https://otherregistry.corp/v2/")]
    [InlineData("registry.corp:5000", "https://registry.corp/v2/")]
    [InlineData("10.0.0.0/8", "https://11.1.2.3/v2/")]
    [InlineData("10.1.2.3", "https://10.1.2.30/v2/")]
    [InlineData(".", "https://registry.corp/v2/")]
    [InlineData("*.", "https://registry.corp/v2/")]
    public void Others_have_it(string noProxy, string url) =>
        ProxyOf(url, ("ALL_PROXY", "http://proxy.corp:3128"), ("NO_PROXY", noProxy)).ShouldBe("http://proxy.corp:3128/");
}
