using ContainerGuard.Tests.Support;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>The item that every task gets, as <c>_ContainerGuardDescribeCommon</c> and <c>_ContainerGuardPrepare</c> make it.</summary>
internal static class CommonItems
{
    /// <param name="projectFile">Absolute.</param>
    /// <param name="contextIsGiven">Whether a property sets the context.</param>
    public static ITaskItem Of(string projectFile, bool contextIsGiven = false)
    {
        var folder = Path.GetDirectoryName(projectFile)!;
        var item = new TaskItem(projectFile);
        item.SetMetadata("ContextDirectory", folder);
        item.SetMetadata("ContextSetting", contextIsGiven ? "ContainerGuardContext" : "");
        item.SetMetadata("LockFile", Path.Combine(folder, "containerguard.lock.json"));
        item.SetMetadata("Pages", RepositoryRoot.Combine("docs", "rules"));
        return item;
    }

    /// <summary>The same item with more metadata.</summary>
    public static ITaskItem With(this ITaskItem item, string name, string value)
    {
        item.SetMetadata(name, value);
        return item;
    }
}
