package dev.taskdirector.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.taskdirector.agent.session.Session;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses AGENT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.taskdirector.agent");

    @Test
    void theSessionKnowsOnlyItselfAndTheContract() {
        classes()
                .that()
                .resideInAPackage(Session.class.getPackageName())
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        Session.class.getPackageName(),
                        "dev.taskdirector.wire",
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "java.time",
                        "org.jspecify.."))
                .check(AGENT);
    }

    /** The agent's own package is one of them: it knows the session, and the edges know it. */
    @Test
    void packagesHaveNoCycles() {
        SliceAssignment byPackage = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
        slices().assignedFrom(byPackage).should().beFreeOfCycles().check(AGENT);
    }

    @Test
    void onlyOnePackageSeesKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.taskdirector.agent.kafka")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(AGENT);
    }

    @Test
    void theSessionHasNoClockAndNoChance() {
        noClasses()
                .that()
                .resideInAPackage(Session.class.getPackageName())
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callConstructor(java.util.Random.class)
                .check(AGENT);
    }

    /** The machine's clock may be set at any time: it shows the time in the log, and how old is what others left behind. */
    @Test
    void noClockThatCanBeSetDecides() {
        noClasses()
                .that()
                .areNotAssignableTo("dev.taskdirector.agent.cli.Surroundings")
                .and()
                .areNotAssignableTo("dev.taskdirector.agent.process.Scratch")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(java.time.Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(java.time.Clock.class, "system", java.time.ZoneId.class)
                .check(AGENT);
    }
}
