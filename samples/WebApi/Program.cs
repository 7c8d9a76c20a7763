var builder = WebApplication.CreateSlimBuilder(args);
var app = builder.Build();

app.MapGet("/", () => "Hello from a container that is not root.");
app.MapGet("/healthz", () => Results.Ok());

app.Run();
