# escape=`

# The ASP.NET Core runtime, on Nano Server, the smallest Windows; ltsc2022 runs on Windows Server 2022 and
# later.
# Copies the output of dotnet publish. Nothing is built here.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS final
COPY src/Api/bin/publish/ /app/
WORKDIR /app
ENV ASPNETCORE_ENVIRONMENT=Production `
    ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
LABEL org.opencontainers.image.base.digest=sha256:1111111111111111111111111111111111111111111111111111111111111111 `
    org.opencontainers.image.base.name=mcr.microsoft.com/dotnet/aspnet:10.0-nanoserver-ltsc2022
# The account in Windows images that is not an administrator (CG3002).
USER ContainerUser
# The orchestrator checks the health from outside.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the event of docker stop (CG6001).
ENTRYPOINT ["dotnet", "Api.dll"]
