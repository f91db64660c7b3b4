using ClusterCode.Diagnosis.Analyzers.Probes;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Probes;

public sealed class ProbeOutcomeTests
{
    [Theory]
    [InlineData("Liveness probe failed: Get \"http://10.88.0.21:8081/\": dial tcp 10.88.0.21:8081: connect: connection refused", "Refused")]
    [InlineData("Readiness probe failed: dial tcp 10.144.0.34:9200: connect: connection refused", "Refused")]
    [InlineData("Liveness probe failed: Get \"http://10.0.0.1:80/\": net/http: request canceled (Client.Timeout exceeded while awaiting headers)", "Timeout")]
    [InlineData("Liveness probe failed: Get \"http://10.0.0.1:80/\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)", "Timeout")]
    [InlineData("Readiness probe failed: dial tcp 10.0.0.1:80: i/o timeout", "Timeout")]
    [InlineData("Liveness probe failed: command \"sleep 9\" timed out", "Timeout")]
    [InlineData("Readiness probe failed: timeout: failed to connect service \"10.0.0.1:9090\" within 1s", "Timeout")]
    [InlineData("Readiness probe failed: Get \"https://10.0.0.1:80/\": http: server gave HTTP response to HTTPS client", "PlainAnswersTls")]
    [InlineData("Readiness probe failed: Get \"http://10.0.0.1:443/\": net/http: HTTP/1.x transport connection broken: malformed HTTP response \"\\x15\\x03\\x01\"", "TlsAnswersPlain")]
    [InlineData("Readiness probe failed: Get \"http://10.0.0.1:80/\": EOF", "Closed")]
    [InlineData("Readiness probe failed: cat: can't open '/tmp/ready': No such file or directory", "Other")]
    [InlineData("", "Other")]
    public void What_the_kubelet_says_is_understood(string message, string kind) => Assert.Equal(kind, ProbeOutcome.Parse(message).Kind.ToString());

    [Theory]
    [InlineData("Readiness probe failed: HTTP probe failed with statuscode: 404", 404)]
    [InlineData("Liveness probe failed: HTTP probe failed with status code: 503", 503)]
    public void The_status_is_read(string message, int status) => Assert.Equal((ProbeOutcomeKind.HttpStatus, status), (ProbeOutcome.Parse(message).Kind, ProbeOutcome.Parse(message).Status));
}
