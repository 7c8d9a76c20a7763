using System.Collections.Immutable;
using System.Text;

namespace ContainerGuard.Shell;

internal sealed partial class ShellParser
{
    /// <summary>Builds a word: its text without quotes, its expansions and, on request, the origin of each character.</summary>
    private sealed class WordBuilder(List<int>? origins = null)
    {
        public StringBuilder Text { get; } = new();

        public ImmutableArray<ShellExpansion>.Builder? Expansions { get; private set; }

        public bool IsQuoted { get; set; }

        public void Append(ShellText source, int start, int count)
        {
            Text.Append(source.Text, start, count);
            for (var i = 0; origins is not null && i < count; i++) origins.Add(source.ToOuter(start + i));
        }

        public void Append(char c, int origin)
        {
            Text.Append(c);
            origins?.Add(origin);
        }

        /// <summary>Reserves a position before the expansions that are found inside.</summary>
        public int ReserveExpansion()
        {
            Expansions ??= ImmutableArray.CreateBuilder<ShellExpansion>(1);
            Expansions.Add(null!);
            return Expansions.Count - 1;
        }

        public void Set(int slot, ShellExpansion expansion)
        {
            if (slot < 0) slot = ReserveExpansion();
            Expansions![slot] = expansion;
        }

        public void AddExpansions(WordBuilder inside)
        {
            if (inside.Expansions is { } found) Expansions!.AddRange(found);
        }
    }
}
