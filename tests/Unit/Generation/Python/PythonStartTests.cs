using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation.Python;

/// <summary>How the process of a Python application is found, and what its packages need.</summary>
public sealed class PythonStartTests
{
    private const string Uvicorn = "uvicorn --host 0.0.0.0 --port 8080";

    private const string Gunicorn = "gunicorn --bind 0.0.0.0:8080 --worker-tmp-dir /dev/shm";

    [Theory]
    [InlineData("fastapi[standard]==0.115.0", "main.py", "app = FastAPI()", $"{Uvicorn} main:app")]
    [InlineData("fastapi==0.115.0\nuvicorn==0.30", "app/main.py", "from fastapi import FastAPI\napi = FastAPI()",
        $"{Uvicorn} app.main:api")]
    [InlineData("fastapi==0.115.0\nuvicorn==0.30", "src/main.py", "app: FastAPI = FastAPI()", $"{Uvicorn} src.main:app")]
    [InlineData("starlette==1\nhypercorn==0.17", "asgi.py", "app = Starlette()", "hypercorn --bind 0.0.0.0:8080 asgi:app")]
    [InlineData("litestar==2\ngranian==1", "app.py", "app = Litestar()", "granian --interface asgi --host 0.0.0.0 --port 8080 app:app")]
    [InlineData("fastapi==1\nuvicorn==1", "shop/__init__.py", "def create_app():\n    return FastAPI()",
        $"{Uvicorn} --factory shop:create_app")]
    [InlineData("flask==3\ngunicorn==23", "app.py", "app = Flask(__name__)", $"{Gunicorn} app:app")]
    [InlineData("flask==3\ngunicorn==23", "shop/__init__.py", "def create_app(config=None):\n    return Flask(__name__)",
        $"{Gunicorn} shop:create_app()")]
    [InlineData("flask==3\ngunicorn==23", "run.py", "from shop import create_app\napp = create_app()", $"{Gunicorn} run:app")]
    [InlineData("flask==3\ngunicorn==23", "wsgi.py", "from shop import app", $"{Gunicorn} wsgi:app")]
    [InlineData("flask==3\ngunicorn==23", "wsgi.py", "from shop import server as application", $"{Gunicorn} wsgi:application")]
    [InlineData("dash==3\ngunicorn==23", "app.py", "app = Dash(__name__)\nserver = app.server", $"{Gunicorn} app:server")]
    [InlineData("flask==3\nwaitress==3", "app.py", "app = Flask(__name__)", "waitress-serve --host=0.0.0.0 --port=8080 app:app")]
    [InlineData(
        "streamlit==1.40", "streamlit_app.py", "import streamlit as st",
        "streamlit run streamlit_app.py --server.address=0.0.0.0 --server.port=8501 --server.headless=true "
            + "--browser.gatherUsageStats=false")]
    public void The_object_of_an_application_is_served_by_the_server_among_its_packages(
        string requirements, string file, string text, string command) =>
        GeneratedImage.Of(Plan(requirements, (file, text))).Entrypoint.ShouldBe(command.Split(' '));

    [Theory]
    [InlineData("flask==3", "app.py", "app = Flask(__name__)\napp.run()", "Add gunicorn")]
    [InlineData("flask==3", "shop/__init__.py", "def create_app():\n    return Flask(__name__)", "Add gunicorn")]
    [InlineData("fastapi==0.115", "main.py", "app = FastAPI()", "Add uvicorn")]
    public void An_application_without_a_server_is_refused_with_a_way_out(string requirements, string file, string text, string remedy) =>
        Plan(requirements, (file, text)).Problem().ShouldNotBeNull().ShouldSatisfyAllConditions(
            problem => problem.ShouldContain("has no server for production"), problem => problem.ShouldContain(remedy),
            static problem => problem.ShouldContain("<ContainerAppCommand Include="));

    [Fact]
    public void A_Django_application_without_a_server_is_told_how_to_start_its_own_module() => Plan(
        "django==5", ("manage.py", "django os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'conduit.settings')"))
        .Problem().ShouldNotBeNull().ShouldEndWith("Add gunicorn to its dependencies, or start another server: "
            + "<ContainerAppCommand Include=\"uvicorn;--host;0.0.0.0;--port;8080;conduit.asgi:application\" />.");

    /// <summary>The command that the package installs for its administration is not its server.</summary>
    [Fact]
    public void A_Django_application_in_a_folder_is_refused_with_a_command() => App.Plan(
        App.Of("python"), ("shop/pyproject.toml", "[build-system]\nrequires = []\n[project]\nname = 'shop'\ndependencies = ['django==5']\n"
            + "[project.scripts]\nshop = 'shop.cli:main'\n"), ("shop/web/manage.py", Manage)).Problem().ShouldBe(
            "manage.py is in the folder 'web', below the project. Move the project file and the requirements there, or set the start "
            + "command: <ContainerAppCommand Include=\"gunicorn;--chdir;web;--bind;0.0.0.0:8080;core.wsgi\" />.");

    [Theory]
    [InlineData("package.json", true)]
    [InlineData("frontend/package.json", true)]
    [InlineData("docs/package.json", false)]
    [InlineData(".github/package.json", false)]
    public void A_front_end_that_the_image_does_not_build_is_reported(string file, bool isReported)
    {
        var plan = Plan(
            "flask==3\ngunicorn==23", ("app.py", "app = Flask(__name__)"), (file, """{ "scripts": { "build": "vite build" } }"""));

        plan.Problems.Select(static problem => problem.Message).ShouldBe(isReported
            ? [$"{file} has a script 'build', which the build of the image does not run, so the image does not have its output."]
            : []);
    }

    [Fact]
    public void A_package_without_a_build_is_not_a_front_end() => Plan(
        "flask==3\ngunicorn==23", ("app.py", "app = Flask(__name__)"), ("package.json", """{ "scripts": { "lint": "eslint ." } }"""))
        .Problems.ShouldBeEmpty();

    private const string Manage = "django os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'core.settings')";

    [Theory]
    [InlineData("uwsgi==2.0.31")]
    [InlineData("pyuwsgi==2.0.30")]
    public void UWSGI_serves_an_application(string server)
    {
        const string Command = "uwsgi --http=0.0.0.0:8080 --module=core.wsgi:application --master --enable-threads --need-app "
            + "--die-on-term";

        GeneratedImage.Of(Plan($"django==5\n{server}", ("manage.py", Manage), ("core/wsgi.py", ""))).Entrypoint
            .ShouldBe(Command.Split(' '));
    }

    [Theory]
    [InlineData("core/wsgi.py", null)]
    [InlineData("api/core/wsgi.py", "/app/api")]
    [InlineData("elsewhere.py", null)]
    public void A_Django_application_below_manage_py_is_found_by_Python(string file, string? path)
    {
        var variables = GeneratedImage.Of(Plan("django==5\ngunicorn==23", ("manage.py", Manage), (file, ""))).Variables;

        variables.FirstOrDefault(static variable => variable.Name == "PYTHONPATH").Value.ShouldBe(path);
    }

    [Theory]
    [InlineData("shop/__init__.py", "def create_app(config_name):\n    return Flask(__name__)", "needs the argument 'config_name'")]
    [InlineData("app.py", "def create_app(\n    name: str,\n    debug=False,\n):\n    return Flask(name)", "needs the argument 'name'")]
    [InlineData("app.py", "app = Dash(__name__)\napp.run()", "Add the line 'server = app.server'")]
    public void An_application_that_no_server_can_call_is_refused(string file, string text, string message) =>
        Plan("flask==3\ngunicorn==23", (file, text)).Problem().ShouldNotBeNull().ShouldContain(message);

    [Fact]
    public void A_function_with_an_argument_is_passed_over() => GeneratedImage.Of(Plan(
        "flask==3\ngunicorn==23", ("app.py", "def create_app(name):\n    return Flask(name)"), ("wsgi.py",
            "from app import create_app\napp = create_app('x')"))).Entrypoint.ShouldBe($"{Gunicorn} wsgi:app".Split(' '));

    [Fact]
    public void A_manage_py_of_Flask_is_not_one_of_Django() => GeneratedImage.Of(Plan(
        "flask==3\ngunicorn==23", ("manage.py", "from flask.cli import FlaskGroup\ncli = FlaskGroup(app)"), ("app.py",
            "app = Flask(__name__)"))).Entrypoint.ShouldBe($"{Gunicorn} app:app".Split(' '));

    [Theory]
    [InlineData("gunicorn app:app", "8080", "8080", null)]
    [InlineData("PORT=5000 gunicorn app:app", "5000", "5000", null)]
    [InlineData("gunicorn -b 0.0.0.0:5000 app:app", "8080", null, null)]
    [InlineData("python bot.py", "8080", null, "SIGINT")]
    public void A_Procfile_sets_the_port_and_a_script_stops_on_SIGINT(string line, string variable, string? port, string? signal)
    {
        var plan = Plan("gunicorn==23", ("Procfile", $"web: {line}\n"), ("bot.py", ""));
        var image = GeneratedImage.Of(plan);

        image.Variable("PORT").ShouldBe(variable);
        image.Ports.ShouldBe(port is null ? [] : [port]);
        plan.Dockerfile().Contains("STOPSIGNAL SIGINT", StringComparison.Ordinal).ShouldBe(signal is not null);
    }

    [Theory]
    [InlineData("DEBUG = config(\"DEBUG\", cast=bool)", "DEBUG=1 ")]
    [InlineData("X = config(\"X\", default=1, cast=int)", "")]
    [InlineData("X = config('X', cast=Csv())", "X=build ")]
    [InlineData("X = env.bool(\"X\")", "X=1 ")]
    [InlineData("X = int(os.environ['X'])", "X=1 ")]
    [InlineData("X = env.list(\"X\")", "X=build ")]
    [InlineData("ALLOWED_HOSTS = os.environ.get(\"HOSTS\").split(\" \")", "HOSTS=build ")]
    [InlineData("ALLOWED_HOSTS = os.getenv('HOSTS').split(' ')", "HOSTS=build ")]
    [InlineData("SECRET_KEY = os.environ.get(\"SECRET_KEY\")", "SECRET_KEY=build ")]
    [InlineData("DATABASES = {'default': dj_database_url.parse(os.environ.get('DATABASE_URL'))}", "DATABASE_URL=sqlite:///:memory: ")]
    [InlineData("DEBUG = bool(strtobool(os.getenv('DEBUG')))", "DEBUG=1 ")]
    [InlineData("TIMEOUT = int(os.environ.get('TIMEOUT'))", "TIMEOUT=1 ")]
    [InlineData("if os.getenv('USE_S3'):", "")]
    [InlineData("DEBUG = bool(os.environ.get('DEBUG'))", "")]
    [InlineData("DEBUG = os.environ.get(\"STAGE\") == \"development\"", "")]
    [InlineData("HOSTS = os.environ.get('HOSTS', '').split(',')", "")]
    [InlineData("DATABASES = {'default': env.db()}", "DATABASE_URL=sqlite:///:memory: ")]
    public void The_settings_of_Django_are_loaded_with_enough_values(string line, string variables) => GeneratedImage.Of(
        Settings($"{line}\nSTATIC_ROOT = BASE_DIR / 'out'")).Stage("build").Commands[^1].ShouldBe(
        $"{variables}/opt/venv/bin/python manage.py collectstatic --noinput");

    // django-compressor answers with an error if the pages are not compressed before (healthchecks/healthchecks).
    [Theory]
    [InlineData("COMPRESS_OFFLINE = True", true)]
    [InlineData("COMPRESS_OFFLINE = not DEBUG", true)]
    [InlineData("COMPRESS_OFFLINE = False", false)]
    public void The_pages_of_Django_are_compressed_if_the_settings_require_it(string line, bool isCompressed)
    {
        var image = GeneratedImage.Of(Settings($"KEY = os.environ['KEY']\n{line}\nSTATIC_ROOT = BASE_DIR / 'out'"));

        image.Stage("build").Commands.SkipWhile(static command => !command.Contains("manage.py", StringComparison.Ordinal)).ShouldBe(
            ((string[])["KEY=build /opt/venv/bin/python manage.py collectstatic --noinput",
                "KEY=build /opt/venv/bin/python manage.py compress --force"]).Take(isCompressed ? 2 : 1));
    }

    [Theory]
    [InlineData("config(\"STATIC_ROOT\", default=\"static\")", "static")]
    [InlineData("os.environ.get(\"STATIC_ROOT\", os.path.join(BASE_DIR, \"static\"))", "static")]
    [InlineData("BASE_DIR.parent / \"static\"", null)]
    [InlineData("os.path.join(os.path.dirname(BASE_DIR), \"static\")", null)]
    [InlineData("os.environ[\"STATIC_ROOT\"]", null)]
    public void The_folder_of_static_files_is_a_literal_below_the_application(string value, string? folder)
    {
        var copies = GeneratedImage.Of(Settings($"STATIC_ROOT = {value}")).Stage("final").Copies;

        copies.SelectMany(static copy => copy.Sources).Where(static source => source.StartsWith("/src/", StringComparison.Ordinal))
            .ShouldBe(folder is null ? [] : [$"/src/{folder}/"]);
    }

    private static ContainerPlan Settings(string text) => Plan(
        "django==5\ngunicorn==23", ("manage.py", "('DJANGO_SETTINGS_MODULE', 'shop.settings')"), ("shop/settings.py", text));

    [Theory]
    [InlineData("FLASK_APP=shop.web\n", $"{Gunicorn} shop.web:app")]
    [InlineData("# comment\nFLASK_APP=\"shop:create_app\"\n", $"{Gunicorn} shop:create_app()")]
    [InlineData("FLASK_APP=hello.py", $"{Gunicorn} hello:app")]
    public void Flask_says_its_module_in_flaskenv(string text, string command) =>
        GeneratedImage.Of(Plan("flask==3\ngunicorn==23", (".flaskenv", text))).Entrypoint.ShouldBe(command.Split(' '));

    [Fact]
    public void FastAPI_says_its_object_in_pyproject() => GeneratedImage.Of(App.Plan(
        App.Of("python"), ("shop/uv.lock", ""),
        ("shop/pyproject.toml", "[project]\ndependencies = ['fastapi[standard]']\n[tool.fastapi]\nentrypoint = 'backend.web:api'\n")))
        .Entrypoint.ShouldBe($"{Uvicorn} backend.web:api".Split(' '));

    [Theory]
    [InlineData("web: gunicorn shop.wsgi --bind 0.0.0.0:$PORT --log-file -\n", "gunicorn shop.wsgi --bind 0.0.0.0:8080 --log-file -",
        "8080")]
    [InlineData("release: x\nweb: uvicorn a:b --host 0.0.0.0 --port ${PORT:-5000}\n", "uvicorn a:b --host 0.0.0.0 --port 8080", "8080")]
    [InlineData("worker: celery\nweb: FLASK_ENV=production exec python serve.py", "python serve.py", null)]
    public void The_line_of_a_Procfile_is_the_process(string text, string command, string? port)
    {
        var image = GeneratedImage.Of(Plan("flask==3", ("Procfile", text), ("app.py", "app = Flask(__name__)")));

        image.Entrypoint.ShouldBe(command.Split(' '));
        image.Ports.ShouldBe(port is null ? [] : [port]);
    }

    [Theory]
    [InlineData("web: python manage.py migrate && gunicorn shop.wsgi", "needs a shell")]
    [InlineData("web: python manage.py runserver 0.0.0.0:$PORT", "manage.py runserver")]
    [InlineData("web: flask run --host 0.0.0.0", "flask run")]
    [InlineData("web: uvicorn main:app --reload", "uvicorn --reload")]
    public void A_line_that_is_not_one_process_or_is_for_development_is_refused(string text, string message) =>
        Plan("flask==3", ("Procfile", text)).Problem().ShouldNotBeNull().ShouldContain(message);

    [Theory]
    [InlineData("python manage.py migrate && gunicorn shop.wsgi", "\"gunicorn;shop.wsgi;--bind;0.0.0.0:8080\"")]
    [InlineData("flask db upgrade; flask translate compile; gunicorn -b :5000 shop:app", "\"gunicorn;-b;:5000;shop:app\"")]
    [InlineData("./migrate && uvicorn main:app --port $PORT", "\"uvicorn;main:app;--port;8080\"")]
    [InlineData("./migrate && exec make run", "\"program;argument\"")]
    [InlineData("cd web && gunicorn \"shop:create_app()\" | tee log", "\"program;argument\"")]
    public void The_server_of_a_line_with_several_commands_is_the_solution(string line, string command) =>
        Plan("flask==3", ("Procfile", $"web: {line}")).Problem().ShouldNotBeNull()
            .ShouldContain($"<ContainerAppCommand Include={command} />");

    [Theory]
    [InlineData("orders/__main__.py", "run()", "python;-m;orders")]
    [InlineData("bot.py", "if __name__ == '__main__':\n    run()\n", "python;bot.py")]
    [InlineData("bot.py", "def run(): pass\n", "python;-m;NAME")]
    public void The_solution_for_an_unknown_start_names_the_application_s_own_module(string file, string text, string command) =>
        Plan("requests==2", (file, text)).Problem().ShouldNotBeNull().ShouldContain($"<ContainerAppCommand Include=\"{command}\" />");

    [Fact]
    public void The_solution_for_an_unknown_start_is_a_command_of_the_package_if_it_installs_several() => App.Plan(
        App.Of("python"), ("shop/uv.lock", ""),
        ("shop/pyproject.toml", "[build-system]\n[project]\nname = 'tools'\n[project.scripts]\nserve = 'a:b'\nwork = 'a:c'\n"))
        .Problem().ShouldNotBeNull().ShouldContain("<ContainerAppCommand Include=\"serve\" />");

    [Theory]
    [InlineData("orders/wsgi.py", "waitress==3", "waitress-serve;--host=0.0.0.0;--port=8080;orders.wsgi:application")]
    [InlineData("orders/asgi.py", "uvicorn==1", "uvicorn;--host;0.0.0.0;--port;8080;orders.asgi:application")]
    [InlineData("orders/asgi.py", "django==5", "uvicorn;--host;0.0.0.0;--port;8080;orders.asgi:application")]
    [InlineData("orders/urls.py", "waitress==3", "waitress-serve;--host=0.0.0.0;--port=8080;NAME.wsgi:application")]
    public void The_solution_for_Django_without_settings_names_its_own_module(string file, string requirements, string command) =>
        Plan(requirements, ("manage.py", "import django"), (file, "")).Problem().ShouldNotBeNull()
            .ShouldContain($"<ContainerAppCommand Include=\"{command}\" />");

    [Theory]
    [InlineData("django==5\nuvicorn==1", "uvicorn --host 0.0.0.0 --port 8080 shop.asgi:application")]
    [InlineData("django==5\nwaitress==3", "waitress-serve --host=0.0.0.0 --port=8080 shop.wsgi:application")]
    [InlineData("django==5\ndaphne==4", "daphne -b 0.0.0.0 -p 8080 shop.asgi:application")]
    public void Django_is_served_by_the_server_among_its_packages(string requirements, string command) =>
        GeneratedImage.Of(Plan(requirements, ("manage.py", "('DJANGO_SETTINGS_MODULE', 'shop.settings')"))).Entrypoint
            .ShouldBe(command.Split(' '));

    [Fact]
    public void Static_files_of_Django_are_collected_where_the_settings_name_their_folder()
    {
        var image = GeneratedImage.Of(Plan(
            "django==5\ngunicorn==23", ("manage.py", "('DJANGO_SETTINGS_MODULE', 'shop.settings')"), ("shop/settings.py", """
                SECRET_KEY = os.environ["SECRET_KEY"]
                DEBUG = env("DEBUG", default=False)
                DATABASES = {"default": env.db("DATABASE_URL")}
                STATIC_ROOT = BASE_DIR / "staticfiles"
                """)));

        image.Stage("build").Commands[^1].ShouldBe(
            "DATABASE_URL=sqlite:///:memory: SECRET_KEY=build /opt/venv/bin/python manage.py collectstatic --noinput");
        image.Stage("final").Copies[^1].ShouldBe(
            new Copied(["/src/staticfiles/"], "/app/staticfiles/") { From = "build", Mode = "555" });
    }

    [Theory]
    [InlineData("runtime.txt", "python-3.11.4\n", "", 11)]
    [InlineData(".tool-versions", "nodejs 20\npython 3.12.1\n", "", 12)]
    [InlineData("mise.toml", "[tools]\npython = \"3.13\"\n", "", 13)]
    [InlineData("mise.toml", "[tools]\npython = { version = '3.12' }\n", "", 12)]
    [InlineData("a.txt", "", "numpy==1.26.4", 12)]
    [InlineData("a.txt", "", "numpy==2.3.4\npandas==2.2.3", 13)]
    [InlineData("a.txt", "", "psycopg2_binary==2.9.5", 11)]
    [InlineData("a.txt", "", "requests==2.32.0", 14)]
    public void The_version_is_one_that_the_project_or_its_pins_have(string file, string text, string requirements, int minor) =>
        Plan(requirements, (file, text), ("main.py", "print(1)")).Images.ShouldBe([$"python:3.{minor}-slim"]);

    [Theory]
    [InlineData("psycopg2==2.9.10", "libpq-dev=1*", "libpq5=1*")]
    [InlineData("psycopg[c]==3.2", "libpq-dev=1*", "libpq5=1*")]
    [InlineData("mysqlclient==2.2", "libmariadb-dev=1:1*", "libmariadb3=1:1*")]
    [InlineData("pycairo==1.27", "libcairo2-dev=1.*", "libcairo2=1.*")]
    public void What_is_compiled_has_its_headers_to_build_and_its_library_to_run(string requirement, string build, string final)
    {
        var image = GeneratedImage.Of(Plan(requirement, ("main.py", "print(1)")));

        image.Stage("build").Command("apt-get", "install").ShouldContain("'gcc=4:1*'");
        image.Stage("build").Command("apt-get", "install").ShouldContain($"'{build}'");
        image.Stage("final").Command("apt-get", "install").ShouldContain($"'{final}'");
        image.Stage("final").Command("apt-get", "install").ShouldNotContain($"'{build}'");
    }

    [Theory]
    [InlineData("psycopg2-binary==2.9.11")]
    [InlineData("psycopg[binary]==3.2")]
    public void What_has_its_library_needs_nothing(string requirement) =>
        GeneratedImage.Of(Plan(requirement, ("main.py", "print(1)"))).Stage("final").Commands.ShouldBeEmpty();

    [Fact]
    public void A_package_from_a_repository_needs_git_to_build() =>
        GeneratedImage.Of(Plan("shop @ git+https://example.com/shop@v1", ("main.py", "print(1)"))).Stage("build").Command("apt-get",
            "install")
            .ShouldContain("'git=1:2.*'");

    [Fact]
    public void A_package_that_runs_git_has_it_in_the_final_image()
    {
        var image = GeneratedImage.Of(Plan("GitPython==3.1.44", ("main.py", "print(1)")));

        image.Stage("final").Command("apt-get", "install").ShouldContain("'git=1:2.*'");
        image.Stage("build").Commands.ShouldNotContain(command => command.Contains("gcc", StringComparison.Ordinal));
    }

    [Fact]
    public void Libraries_on_alpine_are_asked_for() => App.Plan(
        App.Of("python") with { ContainerFamily = "alpine" }, ("shop/requirements.txt", "psycopg2==2.9"), ("shop/main.py", ""))
        .Problem().ShouldNotBeNull().ShouldContain("'psycopg2' needs system libraries");

    [Fact]
    public void Pipenv_and_PDM_export_what_pip_installs_with_hashes()
    {
        var pipenv = GeneratedImage.Of(App.Plan(
            App.Of("python"), ("shop/Pipfile", "[packages]\nflask = '*'\ngunicorn = '*'\n[requires]\npython_version = '3.12'\n"),
            ("shop/Pipfile.lock", "{}"), ("shop/app.py", "app = Flask(__name__)")));
        pipenv.Base.ShouldBe("python:3.12-slim");
        pipenv.Stage("build").Copies.ShouldBe([new(["shop/Pipfile", "shop/Pipfile.lock"], "./")]);
        pipenv.Stage("build").Commands.ShouldContain("pipenv requirements --hash >/tmp/requirements.txt");
        pipenv.Entrypoint[0].ShouldBe("gunicorn");

        GeneratedImage.Of(App.Plan(
            App.Of("python"), ("shop/pyproject.toml", "[project]\nname = 'a'"), ("shop/pdm.lock", ""), ("shop/main.py", "print(1)")))
            .Stage("build").Commands.ShouldContain("pdm export --prod --format requirements >/tmp/requirements.txt");
    }

    [Fact]
    public void A_member_of_a_workspace_of_uv_is_installed_from_the_lock_file_above_it()
    {
        var build = GeneratedImage.Of(App.Plan(
            App.Of("python"), ("pyproject.toml", "[tool.uv.workspace]\nmembers = ['shop', 'lib']\n"), ("uv.lock", ""),
            ("shop/pyproject.toml", "[project]\nname = 'web'\ndependencies = ['fastapi[standard]', 'lib']\n"),
            ("shop/main.py", "app = FastAPI()"))).Stage("build");

        build.Copies.Skip(1).ShouldBe([new(["pyproject.toml", "uv.lock"], "./"), new(["."], "./")]);
        build.Commands.ShouldBe(
            ["uv sync --frozen --no-dev --no-install-workspace --package web", "uv sync --frozen --no-dev --no-editable --package web"]);
    }

    [Theory]
    [InlineData("requirements/production.txt")]
    [InlineData("requirements-prod.txt")]
    public void The_requirements_of_production_are_found(string file) => GeneratedImage.Of(App.Plan(
        App.Of("python"), ($"shop/{file}", "a==1"), ("shop/main.py", "print(1)"))).Stage("build").Commands[^1]
        .ShouldBe($"pip --python /opt/venv/bin/python install -r {file}");

    public static TheoryData<string> Shapes => ["libraries", "django", "pipenv", "workspace"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_rule_at_any_level_has_a_finding(string shape) => App.ShouldBeClean(App.Of("python"), shape switch
    {
        "libraries" => [("shop/requirements.txt", "psycopg2==2\nmysqlclient==2\na @ git+https://b/c"), ("shop/main.py", "")],
        "django" =>
        [
            ("shop/requirements.txt", "django==5\ngunicorn==23"), ("shop/manage.py", "('DJANGO_SETTINGS_MODULE', 'web.settings')"),
            ("shop/web/settings.py", "STATIC_ROOT = BASE_DIR / 'static'\nSECRET_KEY = os.environ['SECRET_KEY']\n"),
        ],
        "pipenv" => [("shop/Pipfile", ""), ("shop/Pipfile.lock", ""), ("shop/main.py", "")],
        _ => [("pyproject.toml", "[tool.uv.workspace]\n"), ("uv.lock", ""), ("shop/pyproject.toml", "[project]\nname = 'web'\n"),
            ("shop/main.py", "")],
    });

    private static ContainerPlan Plan(string requirements, params (string Path, string Text)[] files) => App.Plan(
        App.Of("python"), [("shop/requirements.txt", requirements), .. files.Select(static file => ($"shop/{file.Path}", file.Text))]);
}
