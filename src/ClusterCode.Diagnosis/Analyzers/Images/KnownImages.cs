using ClusterCode.Diagnosis.NearMisses;

namespace ClusterCode.Diagnosis.Analyzers.Images;

/// <summary>Official images of the default registry, to recognise a typo.</summary>
internal static class KnownImages
{
    // The most pulled of the default registry's official images.
    private static readonly string[] Names =
    [
        "alpine", "bash", "busybox", "caddy", "cassandra", "debian", "elasticsearch", "fedora", "golang", "grafana", "haproxy", "httpd", "influxdb", "kong", "mariadb",
        "memcached", "mongo", "mysql", "nats", "nginx", "node", "openjdk", "php", "postgres", "python", "rabbitmq", "redis", "registry", "ruby", "rust", "telegraf", "tomcat",
        "traefik", "ubuntu", "vault", "wordpress", "zookeeper",
    ];

    /// <summary>The official image that is probably meant; null where none is near, or the name is one of them.</summary>
    public static string? Near(string repository) => repository.Contains('/', StringComparison.Ordinal) || Names.Contains(repository) ? null : NearMiss.Best(repository, Names);
}
