using ClusterCode.ControllerRuntime.Kubeconfig;

namespace ClusterCode.ControllerRuntime.Tests.Kubeconfig;

public sealed class ClusterConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubeconfig-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_current_context_s_cluster_and_user_are_taken()
    {
        var configuration = ClusterConfiguration.Load(Write("config", Config("east", "https://east:6443", "token-of-east")));

        Assert.Equal("https://east:6443", configuration.Host);
        Assert.Equal("token-of-east", configuration.AccessToken);
        Assert.Equal("east", configuration.CurrentContext);
    }

    [Fact]
    public void An_exec_plugin_s_path_and_a_CA_s_path_are_relative_to_the_file()
    {
        var file = Write("config", """
            apiVersion: v1
            kind: Config
            current-context: a
            clusters:
            - name: a
              cluster: {server: "https://a", certificate-authority: pki/ca.crt}
            users:
            - name: a
              user:
                client-certificate: pki/a.crt
                exec: {apiVersion: client.authentication.k8s.io/v1, command: bin/login, args: [get], interactiveMode: Never}
            contexts:
            - name: a
              context: {cluster: a, user: a}
            """);

        var read = KubeconfigReader.Read([file]);

        Assert.Equal(Path.Combine(_folder, "pki/ca.crt"), read.Clusters.Single().ClusterEndpoint.CertificateAuthority);
        Assert.Equal(Path.Combine(_folder, "pki/a.crt"), read.Users.Single().UserCredentials.ClientCertificate);
        Assert.Equal(Path.Combine(_folder, "bin/login"), read.Users.Single().UserCredentials.ExternalExecution.Command);
        Assert.Equal(["get"], read.Users.Single().UserCredentials.ExternalExecution.Arguments);
    }

    [Fact]
    public void Of_several_files_the_first_wins_and_missing_ones_are_left_out()
    {
        var first = Write("first", Config("east", "https://east", "1"));
        var second = Write("second", Config("east", "https://other", "2") + Environment.NewLine);
        var third = Write("third", Config("west", "https://west", "3"));

        var read = KubeconfigReader.Read([Path.Combine(_folder, "missing"), first, second, third]);

        Assert.Equal("east", read.CurrentContext);
        Assert.Equal(["https://east", "https://west"], read.Clusters.Select(cluster => cluster.ClusterEndpoint.Server));
        Assert.Equal(["1", "3"], read.Users.Select(user => user.UserCredentials.Token));
    }

    [Fact]
    public void A_named_context_is_taken_instead_of_the_current_one()
    {
        var file = Write("config", Config("east", "https://east", "1").Replace("current-context: east", "current-context: gone", StringComparison.Ordinal));

        Assert.Equal("https://east", ClusterConfiguration.Load(file, "east").Host);
    }

    [Theory]
    [InlineData("current-context: east", "current-context: gone", "no context named gone; there are: east")]
    [InlineData("current-context: east", "", "set current-context")]
    [InlineData("contexts:", "contexts: [", "line")]
    public void A_kubeconfig_that_cannot_be_used_is_named_with_what_is_wrong(string good, string bad, string problem)
    {
        var file = Write("config", Config("east", "https://east", "1").Replace(good, bad, StringComparison.Ordinal));

        var error = Assert.Throws<InvalidDataException>(() => ClusterConfiguration.Load(file));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kubeconfig_that_is_not_there_is_named()
    {
        var error = Assert.Throws<InvalidDataException>(() => ClusterConfiguration.Load("/nowhere/config"));

        Assert.Contains("/nowhere/config does not exist", error.Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static string Config(string name, string server, string token) => $$"""
        apiVersion: v1
        kind: Config
        current-context: {{name}}
        clusters:
        - name: {{name}}
          cluster: {server: "{{server}}"}
        users:
        - name: {{name}}
          user: {token: "{{token}}"}
        contexts:
        - name: {{name}}
          context: {cluster: {{name}}, user: {{name}}, namespace: default}
        """;
}
