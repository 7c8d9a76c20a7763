namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>A block on a rule's page that is an example of the rule.</summary>
internal interface IPageExample
{
    /// <summary>The rule's code.</summary>
    string Page { get; }

    /// <summary>Where on the page the block begins, 1-based.</summary>
    int PageLine { get; }

    /// <summary>The heading it stands under: <c>Bad</c> or <c>Good</c>.</summary>
    string Section { get; }

    /// <summary>The lines of the block <c>text findings</c> below it.</summary>
    IReadOnlyList<string> Expected { get; }

    IEnumerable<string> UnknownOptions { get; }

    /// <summary>What the page's rule reports, in the form of the page.</summary>
    IReadOnlyList<string> Shown();
}
