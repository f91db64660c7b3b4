namespace ClusterCode.Llm.Tests.Redaction;

/// <summary>The kinds of secrets that are looked for. Samples are put together here, so that no scanner takes them for real ones.</summary>
internal static class PlantedSecrets
{
    private const string Hex32 = "0123456789abcdef0123456789abcdef";
    private const string Base40 = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCd";
    private const string Base64 = "c2VjcmV0LXRoYXQtbm9ib2R5LW1heS1yZWFkMTIzNDU2Nzg5";
    private const string KeyLine = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
    private const string KeyLines = KeyLine + "\n" + "MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu" + "\n";
    private const string Jwt = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ." + "eyJpc3MiOiJrdWJlcm5ldGVzL3NlcnZpY2VhY2NvdW50In0." + "c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";

    public static IReadOnlyList<PlantedSecret> All { get; } = [.. Vendors(), .. Keys(), .. Connections(), .. Headers(), .. Files(), .. Commands(), .. Fields()];

    private static IEnumerable<PlantedSecret> Vendors() =>
    [
        Whole("AWS access key id", "AKIA" + "ABCDEFGHIJKLMNOP"),
        Whole("AWS temporary key id", "ASIA" + "ABCDEFGHIJKLMNOP"),
        After("AWS secret access key", "aws_secret_access_key = ", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz"),
        After("AWS secret access key in an environment", "AWS_SECRET_ACCESS_KEY=", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz"),
        After("AWS session token", "AWS_SESSION_TOKEN=", Base40 + Base64),
        After("AWS pre-signed URL", "GET https://bucket.s3.amazonaws.com/x?X-Amz-Expires=60&X-Amz-Signature=", Hex32 + Hex32),
        Whole("Google API key", "AIza" + Base40[..35]),
        Whole("Google OAuth token", "ya29." + Base40),
        Whole("Google OAuth client secret", "GOCSPX-" + Base40[..28]),
        After("Azure storage connection string", "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=", Base64 + "=="),
        After("Azure shared access signature", "https://shop.blob.core.windows.net/c?sv=2024-01-01&sp=r&sig=", "AbCdEf%2B123456%3D"),
        After("Azure service bus connection string", "Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=", Base64 + "="),
        Whole("Azure client secret", "abc8Q~" + Base40[..34]),
        After("Azure client secret by name", "AZURE_CLIENT_SECRET=", "abcdefgh-1234-ijkl"),
        Whole("GitHub token", "ghp_" + Base40[..36]),
        Whole("GitHub app token", "ghs_" + Base40[..36]),
        Whole("GitHub fine-grained token", "github_pat_" + Base40),
        Whole("GitLab token", "glpat-" + Base40[..20]),
        Whole("GitLab deploy token", "gldt-" + Base40[..20]),
        Whole("Slack bot token", "xoxb-" + "123456789012-" + Base40[..24]),
        Whole("Slack app token", "xapp-1-A012345-" + Base40),
        After("Slack webhook", "https://hooks.slack.com/services/", "T0000/B0000/" + Base40[..24]),
        Whole("Stripe key", "sk_live_" + Base40[..24]),
        Whole("Stripe restricted key", "rk_live_" + Base40[..24]),
        Whole("Stripe webhook secret", "whsec_" + Base40[..32]),
        Whole("Twilio API key", "SK" + Hex32),
        After("Twilio auth token", "TWILIO_AUTH_TOKEN=", Hex32),
        Whole("SendGrid key", "SG." + Base40[..22] + "." + Base40),
        Whole("npm token", "npm_" + Base40[..36]),
        After("npmrc", "//registry.example/:_authToken=", Hex32[..8] + "-" + Hex32[..4]),
        Whole("PyPI token", "pypi-AgEIcHlwaS5vcmc" + Base40),
        Whole("Docker Hub token", "dckr_pat_" + Base40[..27]),
        Whole("Hugging Face token", "hf_" + Base40[..34]),
        Whole("OpenAI key", "sk-" + Base40),
        Whole("OpenAI project key", "sk-proj-" + Base40 + "_" + Base40),
        Whole("short key of a proxy", "sk-" + "Ab12Cd34"),
        Whole("Anthropic key", "sk-ant-api03-" + Base40 + "-" + Base40),
        Whole("Vault token", "hvs." + Base40),
        Whole("Vault batch token", "hvb." + Base40),
        After("Vault token of old", "X-Vault-Token: ", "s." + Base40[..24]),
        Whole("DigitalOcean token", "dop_v1_" + Hex32 + Hex32),
        Whole("Telegram bot token", "123456789:AA" + Base40[..33]),
        Whole("Mailgun key", "key-" + Hex32),
        Whole("Grafana token", "glsa_" + Base40[..32] + "_01234567"),
        Whole("Databricks token", "dapi" + Hex32),
        After("Datadog key", "DD_API_KEY=", Hex32),
        After("Discord webhook", "https://discord.com/api/webhooks/123456789012345678/", Base40),
    ];

    private static IEnumerable<PlantedSecret> Keys() =>
    [
        Pem("PKCS#8 key", "PRIVATE KEY"),
        Pem("RSA key", "RSA PRIVATE KEY"),
        Pem("EC key", "EC PRIVATE KEY"),
        Pem("DSA key", "DSA PRIVATE KEY"),
        Pem("encrypted key", "ENCRYPTED PRIVATE KEY"),
        Pem("SSH key", "OPENSSH PRIVATE KEY"),
        Pem("PGP key", "PGP PRIVATE KEY BLOCK"),
        new("key with escaped line breaks", """{"tls.key":"-----BEGIN PRIVATE KEY-----\n""" + KeyLines.Replace("\n", "\\n", StringComparison.Ordinal) + """-----END PRIVATE KEY-----\n"}""", KeyLine),
        new("key with line breaks escaped twice", "-----BEGIN PRIVATE KEY-----" + "\\\\n" + KeyLine + "\\\\n" + "-----END PRIVATE KEY-----", KeyLine),
        // What follows such a key cannot be told from it, and goes too.
        new("key without its end", "-----BEGIN RSA PRIVATE KEY-----\n" + KeyLines, KeyLine) { HidesWhatFollows = true },
        new("key without its start", KeyLines + "-----END RSA PRIVATE KEY-----", KeyLine),
        new("key without its start, line breaks escaped", KeyLines.Replace("\n", "\\n", StringComparison.Ordinal) + "-----END RSA PRIVATE KEY-----", KeyLine),
        new("key in one line", "-----BEGIN PRIVATE KEY----- " + KeyLines.Replace('\n', ' ') + "-----END PRIVATE KEY-----", KeyLine),
        new("key with carriage returns", "-----BEGIN PRIVATE KEY-----\r\n" + KeyLines.ReplaceLineEndings("\r\n") + "-----END PRIVATE KEY-----", KeyLine),
        new("PuTTY key", "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nPrivate-Lines: 2\n" + KeyLines + "Private-MAC: " + Hex32, KeyLine),
        After("key in Base64", "tls.key: ", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("-----BEGIN PRIVATE KEY-----\n" + KeyLines + "-----END PRIVATE KEY-----\n"))),
        Whole("RSA key in Base64 without a name", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("-----BEGIN RSA PRIVATE KEY-----\n" + KeyLines))),
        Whole("age key", "AGE-SECRET-KEY-1" + new string('Q', 58)),
        Of("service account of Google", """{"type":"service_account","project_id":"shop","private_key_id":"k1","private_key":"-----BEGIN PRIVATE KEY-----\n""", KeyLine, """\n-----END PRIVATE KEY-----\n","client_email":"a@shop.iam.gserviceaccount.com"}"""),
    ];

    private static IEnumerable<PlantedSecret> Connections() =>
    [
        Of("postgres URL", "postgres://app:", "hunter22xyz", "@db.shop.svc:5432/shop?sslmode=disable"),
        Of("postgresql URL with a percent-encoded password", "postgresql://app:", "hun%40ter22", "@db:5432/shop"),
        Of("mysql URL", "mysql://root:", "hunter22xyz", "@mysql:3306/shop"),
        Of("mysql DSN of Go", "root:", "hunter22xyz", "@tcp(mysql:3306)/shop"),
        Of("mongodb URL", "mongodb+srv://app:", "hunter22xyz", "@cluster0.mongodb.net/shop?retryWrites=true"),
        Of("redis URL without a user", "redis://:", "hunter22xyz", "@cache:6379/0"),
        Of("amqp URL", "amqps://guest:", "hunter22xyz", "@mq:5671/"),
        Of("https URL with basic auth", "https://bob:", "hunter22xyz", "@git.example/repo.git"),
        Of("https URL with a token", "https://", Base40[..30], "@git.example/repo.git"),
        Of("URL whose password holds an at sign", "amqp://guest:", "p@ss:w0rd99", "@mq/"),
        After("JDBC URL", "jdbc:postgresql://db:5432/shop?user=app&password=", "hunter22xyz"),
        Of("JDBC URL of Oracle", "jdbc:oracle:thin:app/", "hunter22xyz", "@db:1521:shop"),
        Of("JDBC URL of SQL Server", "jdbc:sqlserver://db:1433;user=sa;password=", "hunter22xyz", ";encrypt=true"),
        Of("ADO.NET connection string", "Server=db;Database=shop;User Id=sa;Password=", "Pa$$w0rd,1", ";Encrypt=true"),
        Of("libpq connection string", "host=db port=5432 user=app password=", "hunter22xyz", " dbname=shop"),
        Of("libpq connection string with quotes", "host=db user=app password='", "hunter 22 xyz", "' dbname=shop"),
        Of("ODBC connection string", "Driver={ODBC Driver 18};Server=db;Uid=sa;Pwd=", "hunter22xyz", ";"),
        After("LDAP bind", "ldap_bind_password: ", "hunter22xyz"),
        Of("Kafka JAAS", "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"app\" password=\"", "hunter22xyz", "\";"),
    ];

    private static IEnumerable<PlantedSecret> Headers() =>
    [
        After("bearer header", "Authorization: Bearer ", Base40),
        After("basic header", "Authorization: Basic ", "dXNlcjpodW50ZXIyMg=="),
        After("proxy header", "Proxy-Authorization: Basic ", "dXNlcjpodW50ZXIyMg=="),
        After("token header", "Authorization: token ", Base40),
        After("bare header", "Authorization: ", Base40),
        Of("header in JSON", """{"headers":{"authorization":"Bearer """, Base40, "\"}}"),
        Of("header as a list", """{"Authorization":["Bearer """, Base40, "\"]}"),
        Of("header in a map of Go", "map[Authorization:[Bearer ", Base40, "] Accept:[*/*]]"),
        After("cookie", "Cookie: theme=dark; sid=", Hex32),
        Of("set cookie", "Set-Cookie: sid=", Hex32, "; Path=/; HttpOnly"),
        After("session cookie without a header", "JSESSIONID=", Hex32),
        After("X-Api-Key", "X-Api-Key: ", Base40),
        After("X-Auth-Token", "x-auth-token: ", Base40),
        After("bearer token in a message", "rejected bearer ", Base40),
        Whole("JWT", Jwt),
        Whole("JWT cut in its payload", Jwt[..70]),
        After("service account token", "token of serviceaccount shop:default is ", Jwt),
        After("query parameter", "GET /v1/items?page=2&access_token=", Base40),
        After("query parameter api_key", "GET /v1/items?api_key=", Hex32[..20]),
        Of("query parameter key between others", "GET /v1/items?apikey=", Hex32[..20], "&page=2"),
    ];

    private static IEnumerable<PlantedSecret> Files() =>
    [
        After("kubeconfig token", "users:\n- name: admin\n  user:\n    token: ", Base40),
        After("kubeconfig client key", "client-key-data: ", Base64),
        Of("docker config", "{\"auths\":{\"registry.example\":{\"auth\":\"", "dXNlcjpwYXNzd29yZA==", "\"}}}"),
        Of("docker config with a password", "{\"auths\":{\"registry.example\":{\"username\":\"bob\",\"password\":\"", "hunter22xyz", "\"}}}"),
        After("docker config as a value", ".dockerconfigjson: ", Convert.ToBase64String("{\"auths\":{\"registry.example\":{\"username\":\"bob\",\"password\":\"hunter22\"}}}"u8)),
        After("htpasswd bcrypt", "bob:", "$2y$10$" + Base40 + Base40[..13]),
        After("htpasswd MD5", "bob:", "$apr1$saltsalt$" + Base40[..22]),
        After("shadow", "root:", "$6$saltsalt$" + Base40 + Base40),
        After("htpasswd SHA", "bob:", "{SHA}" + "W6ph5Mm5Pz8GgiULbPgzG37mj9g="),
        After("netrc", "machine git.example login bob password ", "hunter22xyz"),
        After("netrc in lines", "machine git.example\nlogin bob\npassword ", "hunter22xyz"),
        After("pgpass", "db.shop.svc:5432:shop:app:", "hunter22xyz"),
        Of("git credentials", "https://bob:", "hunter22xyz", "@github.com"),
        After("AWS credentials file", "[default]\naws_access_key_id = x\naws_secret_access_key = ", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz"),
        Of("Maven settings", "<server><username>bob</username><password>", "hunter22xyz", "</password></server>"),
        Of("XML attribute", "<add name=\"db\" password=\"", "hunter22xyz", "\" />"),
        Of("XML name and value", "<add key=\"ApiKey\" value=\"", Base40, "\" />"),
        After("Java properties", "spring.datasource.password=", "hunter22xyz"),
        After("YAML", "db:\n  password: ", "hunter22xyz"),
        Of("YAML in quotes", "adminPassword: \"", "hunter22 xyz", "\""),
        Of("TOML", "api_key = '", Base40, "'"),
        Of("Terraform", "master_password = \"", "hunter22xyz", "\""),
    ];

    private static IEnumerable<PlantedSecret> Commands() =>
    [
        After("flag with a blank", "serve --db-password ", "hunter22xyz"),
        After("flag with an equals sign", "serve --token=", "hunter22xyz"),
        After("flag with one dash", "java -jar app.jar -password ", "hunter22xyz"),
        After("system property of Java", "java -Djavax.net.ssl.keyStorePassword=", "hunter22xyz"),
        After("mysql -p", "mysql -h db -u root -p", "hunter22xyz"),
        After("redis-cli -a", "redis-cli -h cache -a ", "hunter22xyz"),
        After("sshpass", "sshpass -p ", "hunter22xyz"),
        After("curl -u", "curl -u bob:", "hunter22xyz"),
        Of("curl --user", "curl --user 'bob:", "hunter22xyz", "' https://api.example/"),
        Of("curl -H", "curl -H 'Authorization: Bearer ", Base40, "' https://api.example/"),
        After("docker login", "docker login -u bob -p ", "hunter22xyz"),
        Of("list of arguments in JSON", """["serve","--password",""" + "\"", "hunter22xyz", "\",\"--port\",\"8080\"]"),
        Of("list of arguments of Go", "[serve --password ", "hunter22xyz", " --port 8080]"),
        After("environment assignment", "DB_PASSWORD=", "hunter22xyz"),
        Of("export", "export STRIPE_API_KEY='", "hunter22xyz", "'"),
        Of("set -x trace", "+ PGPASSWORD=", "hunter22xyz", " psql -h db"),
        After("container's environment", "docker run --env DB_PASSWORD=", "hunter22xyz"),
        After("container's environment in short", "docker run -e DB_PASSWORD=", "hunter22xyz"),
        After("option of Helm", "helm install shop --set auth.password=", "hunter22xyz"),
        Of("kubectl create secret", "kubectl create secret generic db --from-literal=password=", "hunter22xyz", " -n shop"),
        After("openssl", "openssl rsa -in k.pem -passin pass:", "hunter22xyz"),
    ];

    private static IEnumerable<PlantedSecret> Fields() =>
    [
        Of("JSON", "{\"user\":\"app\",\"password\":\"", "hunter22xyz", "\",\"db\":\"shop\"}"),
        Of("JSON with a blank", "{\"client_secret\" : \"", "hunter22xyz", "\"}"),
        Of("JSON in JSON", "{\\\"user\\\":\\\"app\\\",\\\"password\\\":\\\"", "hunter22xyz", "\\\"}"),
        Of("JSON in JSON in JSON", "{\\\\\\\"password\\\\\\\":\\\\\\\"", "hunter22xyz", "\\\\\\\"}"),
        Of("JSON with an escaped quotation mark", "{\"password\":\"", "hun\\\"ter22xyz", "\",\"db\":\"shop\"}"),
        Of("JSON with unicode escapes", "{\"password\":\"", "hunter\\u002222\\u005cxyz", "\",\"db\":\"shop\"}"),
        Of("name and value of an environment variable", "{\"name\":\"DB_PASSWORD\",\"value\":\"", "hunter22xyz", "\"}"),
        After("name and value in YAML", "- name: DB_PASSWORD\n  value: ", "hunter22xyz"),
        Of("struct of Go", "config {Host:db Password:", "hunter22xyz", "}"),
        Of("record of C#", "Settings { Host = db, Password = ", "hunter22xyz", ", Port = 5432 }"),
        Of("dictionary of Python", "{'user': 'app', 'password': '", "hunter22xyz", "'}"),
        Of("hash of Ruby", "{:user=>\"app\", :password=>\"", "hunter22xyz", "\"}"),
        After("logfmt", "level=info msg=connect secret_key=", "hunter22xyz"),
        Of("form", "grant_type=password&username=bob&password=", "hunter22xyz", "&scope=all"),
        After("passphrase", "passphrase: ", "hunter22xyz"),
        After("credential", "DB_CREDENTIALS=", "hunter22xyz"),
        After("invisible character in a name", "pass\u200bword=", "hunter22xyz"),
        new("invisible character in a key", "using AKIA\u200bABCDEFGHIJKLMNOP now", "ABCDEFGHIJKLMNOP"),
        new("colours within a name", "\u001b[31mpassword\u001b[0m=hunter22xyz", "hunter22xyz"),
        After("bold within a connection", "password\u001b[1m: ", "hunter22xyz"),
    ];

    private static PlantedSecret Whole(string kind, string secret) => After(kind, "using ", secret);

    private static PlantedSecret After(string kind, string before, string secret) => new(kind, before + secret, secret);

    private static PlantedSecret Of(string kind, string before, string secret, string after) => new(kind, before + secret + after, secret);

    private static PlantedSecret Pem(string kind, string label) => new(kind, $"-----BEGIN {label}-----\n{KeyLines}-----END {label}-----", KeyLine);
}
