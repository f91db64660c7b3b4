using ClusterCode.Diagnosis.NearMisses;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>Commands that containers commonly run, to recognise a typo.</summary>
internal static class KnownCommands
{
    // The commands of common base images, language images and servers.
    private static readonly string[] Names =
    [
        "apache2", "ash", "bash", "bundle", "busybox", "caddy", "cargo", "cat", "celery", "curl", "deno", "dotnet", "echo", "env", "envoy", "flask", "gunicorn", "haproxy",
        "httpd", "java", "memcached", "mongod", "mysqld", "nginx", "node", "npm", "npx", "php", "php-fpm", "pnpm", "postgres", "prometheus", "python", "python3", "rails",
        "redis-server", "ruby", "sh", "sleep", "supervisord", "tail", "tini", "traefik", "uvicorn", "wget", "yarn",
    ];

    /// <summary>The command that is probably meant, in the same directory; null where none is near.</summary>
    /// <param name="wanted">What was asked for, with or without a path.</param>
    /// <param name="alsoKnown">Words that the program may be called by, such as the workload's and the container's name.</param>
    public static string? Near(string wanted, IEnumerable<string> alsoKnown)
    {
        var slash = wanted.LastIndexOf('/');
        var near = NearMiss.Best(wanted[(slash + 1)..], alsoKnown.Concat(Names));
        return near is null ? null : wanted[..(slash + 1)] + near;
    }
}
