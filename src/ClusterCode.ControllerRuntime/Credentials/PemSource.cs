using System.Text;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>PEM text that is given, or a file that holds it and may be replaced while the process runs.</summary>
internal sealed class PemSource
{
    private readonly string? _path;
    private readonly string? _text;

    private PemSource(string? path, string? text) => (_path, _text) = (path, text);

    public static PemSource File(string path) => new(path, null);

    public static PemSource Text(string text) => new(null, text);

    /// <summary>As kubeconfigs carry it.</summary>
    public static PemSource Base64(string data) => Text(Encoding.UTF8.GetString(Convert.FromBase64String(data)));

    /// <summary>The text as it is now. A file is read whole each time: it is asked for once a connection or a minute, and a change must not be missed.</summary>
    public string Read() => _text ?? System.IO.File.ReadAllText(_path!);

    public override string ToString() => _path ?? "the given data";
}
