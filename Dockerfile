# The images are named without a registry, so that the build works behind any mirror. Pass your own, for example:
#   docker build --build-arg SDK_IMAGE=REGISTRY/dotnet/sdk:10.0 --build-arg RUNTIME_IMAGE=REGISTRY/dotnet/aspnet:10.0-noble-chiseled -t cluster-code-operator:0.1.0 .
# A chiseled (shell-less) runtime image is enough: the program needs neither a shell nor a package manager nor ICU.
ARG SDK_IMAGE=dotnet-sdk:10.0
ARG RUNTIME_IMAGE=dotnet-aspnet:10.0

FROM ${SDK_IMAGE} AS build
WORKDIR /src

# Restored in a layer of its own, so that a change of code does not restore again.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/ClusterCode.Api/ClusterCode.Api.csproj src/ClusterCode.Api/
COPY src/ClusterCode.ControllerRuntime/ClusterCode.ControllerRuntime.csproj src/ClusterCode.ControllerRuntime/
COPY src/ClusterCode.Diagnosis/ClusterCode.Diagnosis.csproj src/ClusterCode.Diagnosis/
COPY src/ClusterCode.Llm/ClusterCode.Llm.csproj src/ClusterCode.Llm/
COPY src/ClusterCode.Operator/ClusterCode.Operator.csproj src/ClusterCode.Operator/
RUN dotnet restore src/ClusterCode.Operator/ClusterCode.Operator.csproj

COPY .editorconfig ./
COPY src/ src/
RUN dotnet publish src/ClusterCode.Operator/ClusterCode.Operator.csproj --no-restore -c Release -o /app -p:UseAppHost=false -p:DebugType=embedded

FROM ${RUNTIME_IMAGE}
WORKDIR /app
COPY --from=build /app .

# The user that .NET images bring ("app"); the manifests ask for the same id.
USER 1654:1654
EXPOSE 8080 8081
ENTRYPOINT ["dotnet", "ClusterCode.Operator.dll"]
