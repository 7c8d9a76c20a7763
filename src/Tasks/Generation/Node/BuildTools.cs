namespace ContainerGuard.Generation.Node;

/// <summary>Programs that create files from the sources. Before a start they belong to the build of the image.</summary>
internal static class BuildTools
{
    private static readonly string[] Programs =
        ["tsc", "tsup", "tsdown", "swc", "babel", "esbuild", "rollup", "webpack", "gulp", "grunt", "rimraf", "del", "mkdirp", "mkdir", "cp",
            "cpx", "cpy", "ncp", "copyfiles", "copyfile", "shx", "rm", "tsc-alias", "tspaths", "resolve-tspaths", "sass", "tailwindcss",
                "postcss", "pkgroll",
            "unbuild", "ncc", "echo", "eslint", "tslint", "prettier", "vue-tsc", "parcel", "graphql-codegen", "tsoa"];

    private static readonly (string Tool, string Verb)[] Builds =
    [
        ("vite", "build"), ("next", "build"), ("nuxt", "build"), ("nuxi", "build"), ("nest", "build"), ("ng", "build"), ("astro", "build"),
        ("react-scripts", "build"), ("vue-cli-service", "build"), ("remix", "build"), ("remix", "vite:build"), ("react-router", "build"),
        ("gatsby", "build"), ("prisma", "generate"), ("strapi", "build"), ("svelte-kit", "sync"), ("medusa", "build"), ("keystone",
            "build"),
        ("ember", "build"), ("snowpack", "build"), ("rsbuild", "build"), ("craco", "build"), ("bun", "build"),
    ];

    /// <summary>Programs of the table that do not read sources, or only files that an install has.</summary>
    private static readonly string[] WithoutSources =
        ["rimraf", "del", "mkdirp", "mkdir", "cp", "cpx", "cpy", "ncp", "copyfiles", "copyfile", "shx", "rm", "echo", "eslint", "tslint",
            "prettier", "prisma", "svelte-kit"];

    /// <summary>Whether a command compiles the sources of the application.</summary>
    public static bool Compiles(ScriptCommand command) => Has(command) && Array.IndexOf(WithoutSources, command.Tool) < 0;

    public static bool Has(ScriptCommand command) =>
        Array.IndexOf(Programs, command.Tool) >= 0 || Array.IndexOf(Builds, (command.Tool, command.Verb)) >= 0;
}
