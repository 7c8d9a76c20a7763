# escape=`

# The ASP.NET Core runtime, on Nano Server, the smallest Windows; that of 2022 runs on Windows Server 2022 and
# later.
# The app is what dotnet publish left: nothing is built here.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS final
COPY src/Api/bin/publish/ /app/
WORKDIR /app
ENV ASPNETCORE_ENVIRONMENT=Production `
    ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
LABEL org.opencontainers.image.base.digest=sha256:1111111111111111111111111111111111111111111111111111111111111111 `
    org.opencontainers.image.base.name=mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022
# The account of Windows' images that is no administrator (CG3002).
USER ContainerUser
# Health is probed from outside, by the orchestrator.
HEALTHCHECK NONE
# The exec form: the app is the first process, and is told of docker stop itself (CG6001).
ENTRYPOINT ["dotnet", "Api.dll"]
