package dev.taskdirector.deploy.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The ACLs that the project's files ask for, as Kafka knows them: what the documents say is what the tests run with. */
final class DocumentedAcls {

    private static final Path DEPLOY = BuiltParts.ofThisCheckout().root().resolve("deploy");

    private DocumentedAcls() {}

    /** Those of a Strimzi user file. */
    static Set<AclBinding> ofUserFile(String name) {
        return ofUserFile(name, "", "");
    }

    /** The same with one word in the file replaced by another, as its comment says. */
    static Set<AclBinding> ofUserFile(String name, String word, String by) {
        try {
            String yaml = Files.readString(DEPLOY.resolve("kubernetes/kafka-users/" + name));
            JsonNode user = new YAMLMapper().readTree(word.isEmpty() ? yaml : yaml.replace(word, by));
            String principal = "User:" + user.at("/metadata/name").asText();
            Set<AclBinding> acls = new LinkedHashSet<>();
            for (JsonNode acl : user.at("/spec/authorization/acls")) {
                ResourcePattern where = new ResourcePattern(
                        ResourceType.fromString(acl.at("/resource/type").asText()),
                        acl.at("/resource/name").asText(),
                        acl.at("/resource/patternType").asText().equals("prefix")
                                ? PatternType.PREFIXED
                                : PatternType.LITERAL);
                acl.at("/operations").forEach(one -> acls.add(binding(where, principal, one.asText())));
            }
            return acls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Quotas of a Strimzi user file, by Kafka's names. */
    static Map<String, String> quotasOfUserFile(String name) {
        try {
            JsonNode quotas = new YAMLMapper()
                    .readTree(Files.readString(DEPLOY.resolve("kubernetes/kafka-users/" + name)))
                    .at("/spec/quotas");
            Map<String, String> byName = new TreeMap<>();
            quotas.properties()
                    .forEach(quota -> byName.put(
                            quota.getKey()
                                    .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                                    .toLowerCase(Locale.ROOT),
                            quota.getValue().asText()));
            return byName;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Quotas that the commands set for a user. */
    static Map<String, String> quotasOfCommands(String user, String... arguments) {
        Map<String, String> byName = new TreeMap<>();
        printedFor(arguments)
                .lines()
                .filter(line -> line.contains(" --alter --entity-type users --entity-name " + user + " --add-config "))
                .flatMap(line ->
                        Stream.of(line.replaceFirst(".* --add-config ", "").split(",")))
                .map(quota -> quota.split("="))
                .forEach(quota -> byName.put(quota[0], quota[1]));
        return byName;
    }

    /** Those of the commands that {@code deploy/kafka/acls.sh} prints. */
    static Set<AclBinding> ofCommands(String... arguments) {
        Set<AclBinding> acls = new LinkedHashSet<>();
        printedFor(arguments).lines().forEach(command -> acls.addAll(ofCommand(command.split(" "))));
        return acls;
    }

    private static String printedFor(String... arguments) {
        List<String> line =
                new ArrayList<>(List.of("bash", DEPLOY.resolve("kafka/acls.sh").toString()));
        line.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalArgumentException(printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Set<AclBinding> ofCommand(String[] words) {
        String principal = "";
        PatternType pattern = PatternType.LITERAL;
        List<String> operations = new ArrayList<>();
        Set<AclBinding> acls = new LinkedHashSet<>();
        for (int i = 0; i + 1 < words.length; i++) {
            String value = words[i + 1];
            switch (words[i]) {
                case "--allow-principal" -> principal = value;
                case "--operation" -> operations.add(value);
                case "--resource-pattern-type" -> pattern = PatternType.valueOf(value.toUpperCase(Locale.ROOT));
                case "--topic", "--group" -> {
                    ResourcePattern where =
                            new ResourcePattern(ResourceType.fromString(words[i].substring(2)), value, pattern);
                    for (String operation : operations) {
                        acls.add(binding(where, principal, operation));
                    }
                }
                default -> {
                    // the tool and the way to the broker
                }
            }
        }
        return acls;
    }

    private static AclBinding binding(ResourcePattern where, String principal, String operation) {
        AclOperation known = AclOperation.valueOf(
                operation.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
        return new AclBinding(where, new AccessControlEntry(principal, "*", known, AclPermissionType.ALLOW));
    }
}
