namespace ContainerGuard.Tests.Support;

/// <summary>The files that Visual Studio writes for a project <c>app</c> when container support is added.</summary>
public static class VisualStudioFiles
{
    public const string Dockerfile = """
        # See https://aka.ms/customizecontainer to learn how to customize your debug container and how Visual Studio uses this Dockerfile to build your images for faster debugging.

        # This stage is used when running from VS in fast mode (Default for Debug configuration)
        FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base
        USER $APP_UID
        WORKDIR /app
        EXPOSE 8080
        EXPOSE 8081


        # This stage is used to build the service project
        FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
        ARG BUILD_CONFIGURATION=Release
        WORKDIR /src
        COPY ["app.csproj", "."]
        RUN dotnet restore "./app.csproj"
        COPY . .
        WORKDIR "/src/."
        RUN dotnet build "./app.csproj" -c $BUILD_CONFIGURATION -o /app/build

        # This stage is used to publish the service project to be copied to the final stage
        FROM build AS publish
        ARG BUILD_CONFIGURATION=Release
        RUN dotnet publish "./app.csproj" -c $BUILD_CONFIGURATION -o /app/publish /p:UseAppHost=false

        # This stage is used in production or when running from VS in regular mode (Default when not using the Debug configuration)
        FROM base AS final
        WORKDIR /app
        COPY --from=publish /app/publish .
        ENTRYPOINT ["dotnet", "app.dll"]

        """;

    public const string IgnoreFile = """
        **/.classpath
        **/.dockerignore
        **/.env
        **/.git
        **/.gitignore
        **/.project
        **/.settings
        **/.toolstarget
        **/.vs
        **/.vscode
        **/*.*proj.user
        **/*.dbmdl
        **/*.jfm
        **/azds.yaml
        **/bin
        **/charts
        **/docker-compose*
        **/Dockerfile*
        **/node_modules
        **/npm-debug.log
        **/obj
        **/secrets.dev.yaml
        **/values.dev.yaml
        LICENSE
        README.md
        !**/.gitignore
        !.git/HEAD
        !.git/config
        !.git/packed-refs
        !.git/refs/heads/**

        """;
}
