using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace ContainerGuard.Benchmarks;

/// <summary>Adds the column that people ask for: files in a second.</summary>
internal sealed class FilesPerSecondConfig : ManualConfig
{
    public FilesPerSecondConfig() => AddColumn(new FilesPerSecondColumn());

    private sealed class FilesPerSecondColumn : IColumn
    {
        public string Id => ColumnName;

        public string ColumnName => "files/s";

        public bool AlwaysShow => true;

        public ColumnCategory Category => ColumnCategory.Custom;

        public int PriorityInCategory => 0;

        public bool IsNumeric => true;

        public UnitType UnitType => UnitType.Dimensionless;

        public string Legend => "Files of the corpus in a second on one core";

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
            summary[benchmarkCase]?.ResultStatistics is { Mean: var nanoseconds }
                ? (DockerfileBenchmarks.FileCount / (nanoseconds / 1e9)).ToString("N0", CultureInfo.InvariantCulture)
                : "-";

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

        public bool IsAvailable(Summary summary) => true;

        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
    }
}
