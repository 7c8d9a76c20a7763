namespace ContainerGuard.Tool.Lsp.Checks;

/// <summary>
/// Runs an action after each request, at most once at a time. Requests during a run are one more run, so the last request is never lost,
/// and any number of them takes no memory.
/// </summary>
/// <param name="action">The action; it must not throw.</param>
internal sealed class Coalescing(Func<Task> action)
{
    private const int Idle = 0, Running = 1, Again = 2;

    private int _state = Idle;

    public void Request()
    {
        if (Interlocked.CompareExchange(ref _state, Running, Idle) == Idle)
        {
            _ = Task.Run(RunAsync);
            return;
        }

        // The run that was under way may have ended meanwhile.
        if (Interlocked.Exchange(ref _state, Again) == Idle) _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        do
        {
            Interlocked.Exchange(ref _state, Running);
            await action().ConfigureAwait(false);
        }
        while (Interlocked.CompareExchange(ref _state, Idle, Running) != Running);
    }
}
