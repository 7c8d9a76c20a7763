namespace Microsoft.Build.Framework;

/// <summary>
/// Marks a task as safe in MSBuild's multithreaded mode (<c>-mt</c>). MSBuild matches it by namespace and name alone, so that a package
/// compiled against an older MSBuild can carry its own copy (msbuild, documentation/specs/multithreading/thread-safe-tasks.md).
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
