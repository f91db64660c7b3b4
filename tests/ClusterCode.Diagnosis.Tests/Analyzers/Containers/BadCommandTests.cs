using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Containers;

public sealed class BadCommandTests
{
    private const string Containerd = "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";
    private const string OldContainerd = "failed to create containerd task: OCI runtime create failed: container_linux.go:380: starting container process caused: ";
    private const string CriO = "container create failed: time=\"2026-11-22T14:00:00Z\" level=error msg=\"runc create failed: unable to start container process: ";

    [Theory]
    [InlineData(Containerd + "exec: \"pyhton\": executable file not found in $PATH: unknown", "Container app cannot start: \"pyhton\" (command[0]) is not in the PATH of image registry.example/shop/app:1.0; python is probably meant")]
    [InlineData(OldContainerd + "exec: \"pyhton\": executable file not found in $PATH: unknown", "Container app cannot start: \"pyhton\" (command[0]) is not in the PATH of image registry.example/shop/app:1.0; python is probably meant")]
    [InlineData(CriO + "exec: \\\"pyhton\\\": executable file not found in $PATH\"", "Container app cannot start: \"pyhton\" (command[0]) is not in the PATH of image registry.example/shop/app:1.0; python is probably meant")]
    [InlineData(Containerd + "exec: \"/app/chekout\": stat /app/chekout: no such file or directory: unknown", "Container app cannot start: \"/app/chekout\" (the image's entrypoint) does not exist in image registry.example/shop/app:1.0; /app/checkout is probably meant")]
    [InlineData(Containerd + "exec: \"/etc/passwd\": permission denied: unknown", "Container app cannot start: \"/etc/passwd\" (the image's entrypoint) is not executable (permission denied)")]
    [InlineData(Containerd + "exec: \"/app\": is a directory: unknown", "Container app cannot start: \"/app\" (the image's entrypoint) is a directory")]
    [InlineData(Containerd + "exec: \"/app/run\": exec format error: unknown", "Container app cannot start: \"/app/run\" (the image's entrypoint) is not made for the node's platform, or is a script without #! line (exec format error)")]
    [InlineData(Containerd + "chdir to cwd (\"/srv/app\") set in config.json failed: no such file or directory: unknown", "Container app cannot start: its working directory /srv/app is not in image registry.example/shop/app:1.0, or may not be entered")]
    public void The_runtimes_message_names_the_command(string message, string title)
    {
        var pod = new PodBuilder().Crashing("app", 128, "StartError", change: message.Contains("pyhton", StringComparison.Ordinal) ? container => container.Command = ["pyhton", "main.py"] : null)
            .With(pod => pod.Status.ContainerStatuses[0].LastState.Terminated.Message = message);
        var finding = Assert.Single(Case.Of(pod).Judge());
        Assert.Equal((CauseCategories.BadCommand, Confidence.High, title), (finding.Category, finding.Confidence, finding.Title.Replace("(in its command)", "(the image's entrypoint)", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("#!/bin/bash\nexec sleep 1", "no such file or directory", "Container app cannot start: /scripts/start.sh (key start.sh of ConfigMap scripts) begins with #!/bin/bash, which is not in image registry.example/shop/app:1.0")]
    [InlineData("exec sleep 1", "exec format error", "Container app cannot start: /scripts/start.sh (key start.sh of ConfigMap scripts) is a script without #! line (exec format error)")]
    [InlineData("#!/bin/sh\nexec sleep 1", "permission denied", "Container app cannot start: /scripts/start.sh (key start.sh of ConfigMap scripts) is not executable, because volume scripts gives its files mode 0644 (permission denied); defaultMode 0755 makes it so")]
    public void A_script_of_a_config_map_is_read(string text, string says, string title)
    {
        var pod = new PodBuilder()
            .Crashing("app", 128, "StartError", change: container =>
            {
                container.Command = ["/scripts/start.sh"];
                container.VolumeMounts = [new V1VolumeMount { Name = "scripts", MountPath = "/scripts" }];
            })
            .With(pod => pod.Spec.Volumes = [new V1Volume { Name = "scripts", ConfigMap = new V1ConfigMapVolumeSource { Name = "scripts" } }])
            .With(pod => pod.Status.ContainerStatuses[0].LastState.Terminated.Message = $"{Containerd}exec: \"/scripts/start.sh\": {says}: unknown");
        var map = Lookup.Found(new V1ConfigMap { Data = new Dictionary<string, string> { ["start.sh"] = text } });
        var finding = Assert.Single(Case.Of(pod).ConfigMapAnswer("scripts", map).Judge());
        Assert.Equal((CauseCategories.BadCommand, title), (finding.Category, finding.Title));
    }

    [Fact]
    public void A_whole_command_line_in_one_word_is_recognised()
    {
        var pod = new PodBuilder().Waiting("app", "RunContainerError", Containerd + "exec: \"python main.py\": executable file not found in $PATH: unknown", container => container.Command = ["python main.py"]);
        Assert.Equal("Container app cannot start: \"python main.py\" (command[0]) is a whole command line in one word; write its words separately, or run it with sh -c", Assert.Single(Case.Of(pod).Judge()).Title);
    }

    [Fact]
    public void An_image_without_a_command_is_told() => Assert.Equal(
        "Container app cannot start: image registry.example/shop/app:1.0 has no command of its own, and the container sets none",
        Assert.Single(Case.Of(new PodBuilder().Waiting("app", "CreateContainerError", "failed to generate spec: no command specified")).Judge()).Title);

    [Theory]
    [InlineData(127, "sh: /app/chekout: not found", "Container app exits 127: command /app/chekout is not in image registry.example/shop/app:1.0; /app/checkout is probably meant")]
    [InlineData(127, "/bin/sh: 1: pyhton: not found", "Container app exits 127: command pyhton is not in image registry.example/shop/app:1.0; python is probably meant")]
    [InlineData(127, "bash: line 1: nodee: command not found", "Container app exits 127: command nodee is not in image registry.example/shop/app:1.0; node is probably meant")]
    [InlineData(127, "env: can't execute 'pyhton3': No such file or directory", "Container app exits 127: command pyhton3 is not in image registry.example/shop/app:1.0; python3 is probably meant")]
    [InlineData(126, "sh: /app/start.sh: Permission denied", "Container app exits 126: /app/start.sh is not executable (permission denied)")]
    [InlineData(1, "exec /app/start.sh: no such file or directory", "Container app cannot run /app/start.sh: it, or the interpreter of its #! line, does not exist in image registry.example/shop/app:1.0")]
    [InlineData(1, "exec /app/server: exec format error", "Container app cannot run its program: it is not made for the node's platform, or is a script without #! line (exec /app/server: exec format error)")]
    [InlineData(1, "Error: Unable to access jarfile app.jar", "Container app exits 1: app.jar, which it is told to run, does not exist in image registry.example/shop/app:1.0")]
    [InlineData(2, "python: can't open file '/app/main.py': [Errno 2] No such file or directory", "Container app exits 2: /app/main.py, which it is told to run, does not exist in image registry.example/shop/app:1.0")]
    [InlineData(1, "Error: Cannot find module '/app/server.js'", "Container app exits 1: /app/server.js, which it is told to run, does not exist in image registry.example/shop/app:1.0")]
    public void The_shells_message_names_the_command(int code, string log, string title)
    {
        var finding = Assert.Single(Case.Of(new PodBuilder().Crashing("app", code)).Log("app", log).Judge());
        Assert.Equal((CauseCategories.BadCommand, Confidence.Medium, title), (finding.Category, finding.Confidence, finding.Title));
        Assert.Contains(finding.Evidence, evidence => evidence.Text.Contains(log, StringComparison.Ordinal));
    }

    [Fact]
    public void A_syntax_error_in_a_jobs_script_is_a_category_of_its_own() => Assert.Equal(
        CauseCategories.JobScriptError,
        Assert.Single(Case.Of(new PodBuilder().Crashing("app", 2)).OwnedBy("Job", "migrate").Log("app", "sh: syntax error: unterminated quoted string").Judge()).Category);

    [Fact]
    public void A_message_that_is_not_known_is_quoted_from_its_end() => Assert.Equal(
        "Container app cannot start: something new happened",
        Assert.Single(Case.Of(new PodBuilder().Waiting("app", "RunContainerError", Containerd + "something new happened: unknown")).Judge()).Title);

    [Fact]
    public void A_subpath_that_cannot_be_mounted_is_no_bad_command()
    {
        var message = Containerd + "error during container init: error mounting \"/var/lib/kubelet/pods/1/volume-subpaths/conf/app/0\" to rootfs at \"/etc/app.conf\": not a directory: unknown";
        Assert.Equal(CauseCategories.VolumePathMismatch, Assert.Single(Case.Of(new PodBuilder().Waiting("app", "CreateContainerError", message)).Judge()).Category);
    }
}
