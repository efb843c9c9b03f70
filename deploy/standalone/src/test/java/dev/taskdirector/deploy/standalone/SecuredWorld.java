package dev.taskdirector.deploy.standalone;

import static org.awaitility.Awaitility.await;

import dev.taskdirector.deploy.embedded.BrokerSecurity;
import dev.taskdirector.deploy.embedded.DataFolder;
import dev.taskdirector.deploy.embedded.EmbeddedDatabase;
import dev.taskdirector.deploy.embedded.EmbeddedKafka;
import dev.taskdirector.deploy.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;

/**
 * A broker that asks for passwords and knows no ACLs but the documented ones, a database, and coordinators that get every
 * secret from a file. One for all tests that ask what strangers may do; it ends with the JVM.
 */
final class SecuredWorld {

    static final String COORDINATOR = "task-director-coordinator";
    static final String PEER = "runner-17";
    static final String OTHER_PEER = "runner-18";
    static final String POOL = "pool-a";
    /** Peers with the documented rights, until {@link #revoke} takes one from them. */
    static final List<String> PEERS_TO_BAR = List.of("runner-19", "runner-20", "runner-21", "runner-22");

    /** The server's own user has its name for a password, which is no secret to search for. */
    private static final String DATABASE_USER = "task_director";

    private static final Duration READY_LIMIT = Duration.ofSeconds(180);
    private static final Duration ACL_LIMIT = Duration.ofSeconds(20);
    private static final List<String> USERS = List.of(BrokerSecurity.SUPER_USER, COORDINATOR, PEER, OTHER_PEER, POOL);
    private static final SecuredWorld RUNNING = new SecuredWorld();

    private final DataFolder data = DataFolder.of(Optional.empty(), "task-director-secured");
    private final Path folder = data.path();
    private final Map<String, String> passwords = new TreeMap<>();
    private final String tokenSecret = random();
    private final String oidcSecret = random();
    private final String databasePassword = random();
    private final Path certificate = folder.resolve("broker.pem");
    private final BrokerSecurity security;
    private final EmbeddedKafka kafka;
    private final EmbeddedDatabase database = EmbeddedDatabase.start();
    private final List<CoordinatorProcess> coordinators = new ArrayList<>();
    private Optional<CoordinatorProcess> plain = Optional.empty();

    private SecuredWorld() {
        USERS.forEach(user -> passwords.put(user, random()));
        PEERS_TO_BAR.forEach(user -> passwords.put(user, random()));
        security = new BrokerSecurity(passwords, key("broker", certificate), passwords.get(BrokerSecurity.SUPER_USER));
        kafka = EmbeddedKafka.builder()
                .secured(security)
                // nobody kills this broker, and on a busy machine it should not be missed
                .property("broker.session.timeout.ms", "30000")
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "secured-world-stop"));
        allowWhatIsDocumented();
        try {
            execute("CREATE ROLE " + DATABASE_USER + " LOGIN SUPERUSER PASSWORD '" + databasePassword + "'");
        } catch (SQLException e) {
            throw new IllegalStateException("the coordinators got no user in the database", e);
        }
    }

    static SecuredWorld get() {
        return RUNNING;
    }

    /** A coordinator without further settings, ready: one for all tests that only need it to be there. */
    CoordinatorProcess coordinator() throws InterruptedException {
        if (plain.isEmpty()) {
            plain = Optional.of(start(Map.of()));
        }
        return plain.get();
    }

    /** Starts a coordinator with further settings, and waits until it is ready. */
    CoordinatorProcess start(Map<String, String> further) throws InterruptedException {
        return launch(further).awaitReady(READY_LIMIT);
    }

    /** Starts a coordinator with further settings; it may never be ready. */
    CoordinatorProcess launch(Map<String, String> further) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "task-director.kafka.properties-file",
                        propertiesOverTls(COORDINATOR).toString(),
                "task-director.secret-file",
                        file("token-secret", tokenSecret + "\n").toString(),
                "task-director.heartbeat", "1s",
                "task-director.session-timeout", "20s",
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", DATABASE_USER,
                "quarkus.config.locations",
                        file("secrets.properties", secretSettings()).toString()));
        settings.putAll(further);
        CoordinatorProcess coordinator = CoordinatorProcess.start(new CoordinatorCommand(
                BuiltParts.ofThisCheckout().coordinatorJar(),
                FreePorts.one(),
                folder.resolve("coordinator-" + coordinators.size() + ".log"),
                settings,
                CoordinatorCommand.COMPILED_QUICKLY));
        coordinators.add(coordinator);
        return coordinator;
    }

    private String secretSettings() {
        return "quarkus.datasource.password=" + databasePassword + "\nquarkus.oidc.credentials.secret=" + oidcSecret
                + "\n";
    }

    /** What may be seen nowhere. */
    Collection<String> secrets() {
        List<String> secrets = new ArrayList<>(passwords.values());
        secrets.add(tokenSecret);
        secrets.add(oidcSecret);
        secrets.add(databasePassword);
        return secrets;
    }

    /** What a client must know to be this user, over a plain connection. */
    Map<String, Object> client(String user) {
        Map<String, Object> client = new TreeMap<>(security.client(user));
        client.put("bootstrap.servers", kafka.bootstrapServers());
        return client;
    }

    Path properties(String user) {
        return write(user + "-plain.properties", client(user));
    }

    Path propertiesOverTls(String user) {
        return write(user + "-tls.properties", tlsClient(user, certificate));
    }

    /** As somebody has it who trusts the certificate of another broker than this one. */
    Path propertiesWithAnothersCertificate(String user) {
        Path another = folder.resolve("another.pem");
        if (!Files.exists(another)) {
            key("another", another);
        }
        return write(user + "-mistrusting.properties", tlsClient(user, another));
    }

    private Map<String, Object> tlsClient(String user, Path trusted) {
        Map<String, Object> client = new TreeMap<>(security.tlsClient(user, trusted));
        client.put("bootstrap.servers", kafka.tlsBootstrapServers());
        return client;
    }

    Path write(String name, Map<String, Object> properties) {
        Properties all = new Properties();
        properties.forEach((key, value) -> all.setProperty(key, value.toString()));
        Path file = folder.resolve(name);
        try (Writer writer = Files.newBufferedWriter(file)) {
            all.store(writer, null);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does something to the database behind the coordinators' backs. */
    void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Takes from a peer what it was allowed to do with topics, and returns when the broker goes by it. */
    void revoke(String peer, AclOperation operation) {
        List<AclBindingFilter> taken = DocumentedAcls.ofUserFile("peer.yaml", PEER, peer).stream()
                .filter(acl -> acl.entry().operation() == operation)
                .map(AclBinding::toFilter)
                .toList();
        try (Admin admin = Admin.create(client(BrokerSecurity.SUPER_USER))) {
            admin.deleteAcls(taken).all().get(ACL_LIMIT.toSeconds(), TimeUnit.SECONDS);
            for (AclBindingFilter acl : taken) {
                await("the broker without " + acl)
                        .atMost(ACL_LIMIT)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> admin.describeAcls(acl).values().get().isEmpty());
            }
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new IllegalStateException("the ACLs of " + peer + " stayed", e);
        }
    }

    private void allowWhatIsDocumented() {
        Set<AclBinding> acls = new LinkedHashSet<>();
        acls.addAll(DocumentedAcls.ofUserFile("coordinator.yaml"));
        acls.addAll(DocumentedAcls.ofUserFile("peer.yaml"));
        acls.addAll(DocumentedAcls.ofUserFile("peer.yaml", PEER, OTHER_PEER));
        acls.addAll(DocumentedAcls.ofUserFile("peer-pool.yaml"));
        PEERS_TO_BAR.forEach(peer -> acls.addAll(DocumentedAcls.ofUserFile("peer.yaml", PEER, peer)));
        try (Admin admin = Admin.create(client(BrokerSecurity.SUPER_USER))) {
            admin.createAcls(acls).all().get(ACL_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the documented ACLs were not taken", e);
        }
    }

    /** A key made here and now; its certificate goes beside it for those who are to trust it. */
    private Path key(String name, Path certificate) {
        Path store = folder.resolve(name + ".p12");
        String password = passwords.get(BrokerSecurity.SUPER_USER);
        Path passwordFile = file("broker-password", password);
        List<String> keytool = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storepass:file",
                passwordFile.toString());
        try {
            Process process = new ProcessBuilder(keytool).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool made no key");
            }
            byte[] encoded = KeyStore.getInstance(store.toFile(), password.toCharArray())
                    .getCertificate(name)
                    .getEncoded();
            Files.writeString(
                    certificate,
                    "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                            + "\n-----END CERTIFICATE-----\n");
            return store;
        } catch (IOException | InterruptedException | GeneralSecurityException e) {
            throw new IllegalStateException("no key for the " + name, e);
        }
    }

    private void stop() {
        coordinators.forEach(CoordinatorProcess::stop);
        kafka.close();
        database.close();
        data.discard();
    }

    private static String random() {
        return "secret-" + UUID.randomUUID();
    }
}
