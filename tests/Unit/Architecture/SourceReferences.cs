using ContainerGuard.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ContainerGuard.Tests.Unit.Architecture;

/// <summary>A reference from one type to another, by the files of <c>src/Tasks</c> that declare them.</summary>
/// <param name="From">The file that refers, relative to <c>src/Tasks</c>, with forward slashes.</param>
/// <param name="To">The file that declares the type; null for a type of another assembly.</param>
/// <param name="Type">The type referred to, with its namespace.</param>
internal sealed record SourceReference(string From, string? To, string Type);

/// <summary>
/// Every type reference in the sources of the package, as the compiler binds it. The compiled assembly would not do: the compiler replaces
/// constants and members of enumerations by their values.
/// </summary>
internal static class SourceReferences
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<IReadOnlyList<SourceReference>> Bound = new(Read);

    public static string Root { get; } = Path.Combine(RepositoryRoot.Path, "src", "Tasks");

    public static IReadOnlyList<SourceReference> All => Bound.Value;

    private static List<SourceReference> Read()
    {
        var paths = Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(static path => path.Split('/')[0] is not ("obj" or "bin" or "Probe")).Order(StringComparer.Ordinal).ToList();
        var trees =
            paths.Select(static path => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Root, path)), path: path)).ToList();
        var libraries = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => !Path.GetFileName(path).StartsWith("ContainerGuard.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("sources", [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, path: "")], libraries);
        HashSet<SourceReference> references = [];
        Parallel.ForEach(trees, tree =>
        {
            var found = In(tree, compilation.GetSemanticModel(tree)).ToHashSet();
            lock (references) references.UnionWith(found);
        });
        return [.. references.OrderBy(static reference => (reference.From, reference.Type))];
    }

    private static IEnumerable<SourceReference> In(SyntaxTree tree, SemanticModel model)
    {
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null) continue;
            var symbol = model.GetSymbolInfo(name).Symbol;
            var type = symbol switch
            {
                INamedTypeSymbol named => named,
                IAliasSymbol { Target: INamedTypeSymbol named } => named,
                IMethodSymbol { ReducedFrom: { } extension } => extension.ContainingType,
                IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType,
                _ => null,
            };
            if (type is null) continue;
            var files =
                type.OriginalDefinition.DeclaringSyntaxReferences.Select(static declaration => declaration.SyntaxTree.FilePath).ToList();
            var full = type.OriginalDefinition.ToDisplayString();
            if (files.Count == 0) yield return new SourceReference(tree.FilePath, null, full);
            else if (!files.Contains(tree.FilePath)) yield return new SourceReference(tree.FilePath, files[0], full);
        }
    }
}
