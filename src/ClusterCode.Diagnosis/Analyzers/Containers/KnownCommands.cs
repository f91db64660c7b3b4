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

    // Where common commands live; elsewhere only the program's own name can be meant.
    private static readonly string[] SystemFolders = ["/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/usr/local/bin/"];

    /// <summary>The command that is probably meant, in the same directory; null where none is near.</summary>
    /// <param name="wanted">What was asked for, with or without a path.</param>
    /// <param name="alsoKnown">Words that the program may be called by, such as the workload's and the container's name.</param>
    public static string? Near(string wanted, IEnumerable<string> alsoKnown)
    {
        var slash = wanted.LastIndexOf('/');
        var (folder, name) = (wanted[..(slash + 1)], wanted[(slash + 1)..]);
        var own = alsoKnown.ToList();
        if (own.Contains(name))
            return null;
        var near = NearMiss.Best(name, folder.Length == 0 || SystemFolders.Contains(folder) ? own.Concat(Names) : own);
        return near is null ? null : folder + near;
    }
}
