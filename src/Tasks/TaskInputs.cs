using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using ContainerGuard.Building;
using ContainerGuard.Dockerfile;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// The key of everything that a task's result depends on, except for the files: all parameters, so that a new one cannot be forgotten, the
/// assembly, the day (support of images ends on a day), the program that builds images, and the build arguments with their values, which
/// can come from the environment.
/// </summary>
internal static class TaskInputs
{
    /// <summary>A hash, because a parameter may be a secret.</summary>
    /// <param name="task">The task, with its parameters.</param>
    /// <param name="build">What the project's image build says, with values from the environment.</param>
    /// <param name="today">The day in UTC.</param>
    public static string KeyOf(GuardTask task, ModelOptions build, DateOnly today)
    {
        var text = new StringBuilder(8192);
        Add(text, typeof(TaskInputs).Module.ModuleVersionId.ToString());
        Add(text, today.DayNumber.ToString("D", null));
        Add(text, FoundBuildTool.Find(null, Environment.GetEnvironmentVariable)?.Path);
        foreach (var (name, value) in build.BuildArguments.OrderBy(static argument => argument.Key, StringComparer.Ordinal))
        {
            Add(text, name);
            Add(text, value);
        }

        foreach (var property in task.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is { IsPublic: true } && property.DeclaringType!.Assembly == typeof(TaskInputs).Assembly)
            {
                Add(text.Append(property.Name), property.GetValue(task));
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Add(StringBuilder text, object? value)
    {
        switch (value)
        {
            case ITaskItem item:
                AddItem(text, item);
                break;
            case object[] values:
                text.Append(values.Length).Append('#');
                foreach (var one in values) Add(text, one);
                break;
            default:
                Add(text, value?.ToString());
                break;
        }
    }

    /// <summary>The length keeps neighbouring values apart.</summary>
    private static void Add(StringBuilder text, string? value) => text.Append(value?.Length ?? -1).Append(':').Append(value);

    /// <summary>Metadata have another order in every process.</summary>
    private static void AddItem(StringBuilder text, ITaskItem item)
    {
        Add(text, item.ItemSpec);
        Add(text, item.GetMetadata("DefiningProjectFullPath"));
        var metadata = item.CloneCustomMetadata();
        var names = new string[metadata.Count];
        metadata.Keys.CopyTo(names, 0);
        Array.Sort(names, StringComparer.Ordinal);
        foreach (var name in names)
        {
            // Only the commands in messages depend on it, and these are written again in every build.
            if (name != nameof(CommonItem.StartedIn)) Add(text.Append(name), (string?)metadata[name]);
        }
    }
}
