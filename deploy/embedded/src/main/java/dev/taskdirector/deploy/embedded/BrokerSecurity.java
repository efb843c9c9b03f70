package dev.taskdirector.deploy.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A broker that asks everybody for name and password (SASL/PLAIN) and lets nobody do what no ACL allows: over a plain
 * connection, and over TLS on a port of its own.
 *
 * @param passwords of the users, by name
 * @param keyStore the broker's key and certificate, PKCS 12
 * @param keyStorePassword of that store and of the key in it
 */
public record BrokerSecurity(Map<String, String> passwords, Path keyStore, String keyStorePassword) {

    /** Who may do everything; the broker itself is this user. */
    public static final String SUPER_USER = "broker";

    private static final String MECHANISM = "PLAIN";
    private static final String MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule";

    public BrokerSecurity {
        passwords = Map.copyOf(passwords);
        if (!passwords.containsKey(SUPER_USER)) {
            throw new IllegalArgumentException("the user \"" + SUPER_USER + "\" has no password; the broker needs one");
        }
    }

    /**
     * What a client's properties file says to be one of the users.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public Map<String, String> client(String user) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                MECHANISM,
                "sasl.jaas.config",
                login(user, Map.of()));
    }

    /**
     * The same over TLS.
     *
     * @param certificate the broker's, PEM
     */
    public Map<String, String> tlsClient(String user, Path certificate) {
        Map<String, String> properties = new TreeMap<>(client(user));
        properties.put("security.protocol", "SASL_SSL");
        properties.put("ssl.truststore.type", "PEM");
        properties.put("ssl.truststore.location", certificate.toString());
        return properties;
    }

    /** The broker's properties; listener names are lower case here, as Kafka wants them. */
    Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "sasl.enabled.mechanisms", MECHANISM,
                "sasl.mechanism.inter.broker.protocol", MECHANISM,
                "sasl.mechanism.controller.protocol", MECHANISM,
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:" + SUPER_USER,
                "listener.name.tls.ssl.keystore.type", "PKCS12",
                "listener.name.tls.ssl.keystore.location", keyStore.toString(),
                "listener.name.tls.ssl.keystore.password", keyStorePassword,
                "listener.name.tls.ssl.key.password", keyStorePassword));
        for (String listener : new String[] {"broker", "tls", "controller"}) {
            properties.put("listener.name." + listener + ".plain.sasl.jaas.config", login(SUPER_USER, passwords));
        }
        return properties;
    }

    private String login(String user, Map<String, String> known) {
        String password = passwords.get(user);
        if (password == null) {
            throw new IllegalArgumentException("there is no user \"" + user + "\"; users are " + passwords.keySet());
        }
        String users = known.entrySet().stream()
                .map(one -> " user_" + one.getKey() + "=\"" + one.getValue() + "\"")
                .collect(Collectors.joining());
        return MODULE + " required username=\"" + user + "\" password=\"" + password + "\"" + users + ";";
    }

    /** Names only. */
    @Override
    public String toString() {
        return "BrokerSecurity" + passwords.keySet();
    }
}
