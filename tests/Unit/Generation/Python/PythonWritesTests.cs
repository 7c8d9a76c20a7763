using ContainerGuard.Generation;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Generation.Python;

/// <summary>Folders that an application makes while it runs, where the files of the image belong to root.</summary>
public sealed class PythonWritesTests
{
    [Theory]
    [InlineData("app/__init__.py", "    os.mkdir('logs')", "logs")]
    [InlineData("app/__init__.py", "handler = RotatingFileHandler('logs/app.log', maxBytes=10240)", "logs")]
    [InlineData("config.py", "os.makedirs(\"./data/uploads\", exist_ok=True)", "data/uploads")]
    [InlineData("shop/settings.py", "MEDIA_ROOT = BASE_DIR / \"media\"", "media")]
    [InlineData("shop/settings.py", "MEDIA_ROOT = os.path.join(BASE_DIR, \"var\", \"uploads\")", "var/uploads")]
    [InlineData("shop/settings.py", "MEDIA_ROOT = env(\"MEDIA_ROOT\")", null)]
    [InlineData("config.py", "os.makedirs('/var/lib/shop')", null)]
    [InlineData("config.py", "# os.mkdir('logs')", null)]
    [InlineData("src/core/log.py", "os.makedirs(os.path.join(os.path.dirname(os.path.dirname(__file__)), 'logs'))", "src/logs")]
    [InlineData("core/log.py", "os.mkdir(os.path.join(os.path.dirname(__file__), \"..\", \"logs\"))", "logs")]
    [InlineData("core/log.py", "os.makedirs(os.path.join(folder, \"logs\"))", null)]
    [InlineData("core/log.py", "os.makedirs(os.path.dirname(os.path.dirname(os.path.dirname(__file__))))", null)]
    [InlineData("config.py", "logging.FileHandler('app.log')", null)]
    [InlineData("tests/test_shop.py", "os.mkdir('logs')", null)]
    public void A_folder_that_the_application_makes_beside_its_sources_is_reported(string file, string line, string? folder)
    {
        var plan = Plan((file, $"import os\n{line}\n"));
        var warning = folder is null ? null : plan.Problems.ShouldHaveSingleItem();

        (warning?.Message).ShouldBe(folder is null
            ? null
            : $"{file}(2) writes to the folder /app/{folder}, but the app may not write there, because the files of the image belong to "
                + "root.");
        (warning?.Remedy).ShouldBe(folder is null
            ? null
            : $"Add <ContainerGuardWritable Include=\"/app/{folder}\" />, or configure the app to write to /tmp.");
        plan.Problems.Count.ShouldBe(folder is null ? 0 : 1);
    }

    [Theory]
    [InlineData("LOGS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'logs')", "os.makedirs(LOGS, exist_ok=True)", "core/logs")]
    [InlineData("LOGS = Path(__file__).resolve().parent.parent / \"logs\"  # beside the package", "LOGS.mkdir(exist_ok=True)", "logs")]
    [InlineData("LOGS = Path(__file__).parents[1] / \"logs\"", "LOGS.mkdir()", null)]
    [InlineData("LOGS = tempfile.mkdtemp()", "os.makedirs(LOGS)", null)]
    [InlineData("LOGS = os.environ['LOGS']", "os.makedirs(LOGS)", null)]
    public void A_folder_that_a_variable_names_by_its_module_is_reported(string assignment, string call, string? folder) =>
        Plan(("core/log.py", $"{assignment}\nif missing:\n    {call}\n"))
            .Problems.Select(static problem => problem.Remedy).ShouldBe(folder is null
                ? []
                : [$"Add <ContainerGuardWritable Include=\"/app/{folder}\" />, or configure the app to write to /tmp."]);

    [Theory]
    [InlineData("app/__init__.py", "os.makedirs(app.config['CONFIG_PATH'])", 1)]
    [InlineData("app/__init__.py", "if not os.path.exists(path):\n    os.makedirs(path, exist_ok=True)", 2)]
    [InlineData("config.py", "x = 1\nif not os.path.isdir(os.environ['DATA']):\n    os.mkdir(os.environ['DATA'])", 3)]
    public void A_folder_that_the_start_makes_by_a_computed_path_is_reported(string file, string text, int line)
    {
        var warning = Plan((file, text)).Problems.ShouldHaveSingleItem();

        warning.Rule.ShouldBe(GuardCodes.ImageUncertain);
        warning.Message.ShouldBe(
            $"{file}({line}) makes a folder when the application starts. It writes files, but the image has no folder that the app may "
                + "write to, except for temporary files.");
        warning.Remedy.ShouldStartWith("Add <ContainerGuardWritable Include=\"/data\" />");
    }

    [Theory]
    [InlineData("app/__init__.py", "def save(path):\n    os.makedirs(path)")]
    [InlineData("app/__init__.py", "os.makedirs(tempfile.gettempdir())")]
    [InlineData("app/__init__.py", "os.makedirs(os.path.expanduser('~'))")]
    [InlineData("app/__init__.py", "# os.makedirs(path)")]
    [InlineData("app/export.py", "os.makedirs(path)")]
    [InlineData("tests/__init__.py", "os.makedirs(path)")]
    public void A_folder_that_the_start_does_not_make_is_not(string file, string text) => Plan((file, text)).Problems.ShouldBeEmpty();

    private static ContainerPlan Plan(params (string Path, string Text)[] files) => App.Plan(
        App.Of("python"), [("shop/requirements.txt", "flask==3\ngunicorn==23"), ("shop/app.py", "app = Flask(__name__)"),
            .. files.Select(static file => ($"shop/{file.Path}", file.Text))]);
}
