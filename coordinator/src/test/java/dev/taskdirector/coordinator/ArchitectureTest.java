package dev.taskdirector.coordinator;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the rooms: a line that could move to another room unnoticed is in the wrong one. */
class ArchitectureTest {

    private static final String ROOT = "dev.taskdirector.coordinator";
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theCoreKnowsOnlyItselfAndTheLanguage() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".core..",
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "java.time..",
                        "org.jspecify..")
                .check(CODE);
    }

    @Test
    void theCoreHasNoClockAndNoChance() {
        forbidInCore(call("java.time.*", "now"));
        forbidInCore(call("java.lang.System", ".*"));
        forbidInCore(call("java.util.UUID", "randomUUID"));
        forbidInCore(call("java.lang.Math", "random|exp|log|log10|pow"));
        forbidInCore(call("java.util.Random", ".*"));
        forbidInCore(call("java.lang.Object", "hashCode"));
        forbidInCore(call(".*", "parallel|parallelStream"));
    }

    @Test
    void theCoreNeverWalksOverWhatHasNoOrder() {
        forbidInCore(call("java.util.(HashMap|HashSet|IdentityHashMap|WeakHashMap)", ".*"));
        forbidInCore(call("java.util.Map", "of|ofEntries|copyOf|entry"));
        forbidInCore(call("java.util.Set", "of|copyOf"));
        forbidInCore(call(
                "java.util.stream.Collectors",
                "toSet|toMap|groupingBy|toUnmodifiableSet|toUnmodifiableMap|.*Concurrent"));
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".core..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ConcurrentHashMap.class, Collectors.class)
                .check(CODE);
    }

    @Test
    void theRuntimeKnowsNoKafkaNoDatabaseAndNoContainer() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "jakarta..",
                        "io.quarkus..",
                        "io.smallrye..",
                        "org.eclipse.microprofile..",
                        "java.sql..",
                        ROOT + ".kafka..",
                        ROOT + ".store..",
                        ROOT + ".api..")
                .check(CODE);
    }

    @Test
    void onlyTheKafkaRoomSeesKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CODE);
    }

    @Test
    void onlyTheStoreSeesTheDatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "java.sql..", "javax.sql..")
                .check(CODE);
    }

    @Test
    void theRoomsHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CODE);
    }

    private static void forbidInCore(DescribedPredicate<JavaAccess<?>> access) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".core..")
                .should()
                .accessTargetWhere(access)
                .check(CODE);
    }

    private static DescribedPredicate<JavaAccess<?>> call(String owner, String method) {
        return target(nameMatching(method)).and(target(owner(nameMatching(owner))));
    }
}
