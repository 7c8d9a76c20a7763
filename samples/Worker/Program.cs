using Worker.Core;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<HeartbeatService>();
builder.Build().Run();

internal sealed class HeartbeatService(ILogger<HeartbeatService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("{Heartbeat}", Heartbeat.At(DateTimeOffset.UtcNow));
            await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
        }
    }
}
