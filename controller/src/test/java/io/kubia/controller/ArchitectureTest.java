package io.kubia.controller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walls of this module. To move one is a design decision, not a repair. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kubia");

    /** From the bottom up: each may know those before it, and none of those after it. */
    private static final List<String> FLOORS = List.of("json", "model", "store", "registry", "event");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.kubia.controller.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void floorsStandOnThoseBelow() {
        for (int i = 0; i < FLOORS.size(); i++) {
            var above = FLOORS.subList(i + 1, FLOORS.size()).stream()
                    .map(ArchitectureTest::of)
                    .toArray(String[]::new);
            if (above.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(of(FLOORS.get(i)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above)
                        .check(CLASSES);
            }
        }
    }

    /** They decide; they never act. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "statefulset",
                "revision",
                "volume",
                "endpoint",
                "garbage",
                "loop",
                "registry",
                "model",
                "json",
                "schema",
                "patch",
                "protobuf"
            })
    void decidersKnowNeitherNetworkNorDiskNorProcesses(String name) {
        noClasses()
                .that()
                .resideInAPackage(of(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "org.rocksdb..", "java.net..", "java.nio.channels..", of("runtime"))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheStoreKnowsRocksDb() {
        noClasses()
                .that()
                .resideInAPackage("io.kubia.controller..")
                .and()
                .resideOutsideOfPackage(of("store"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.rocksdb..")
                .check(CLASSES);
    }

    @Test
    void onlyJsonKnowsJackson() {
        noClasses()
                .that()
                .resideInAPackage("io.kubia.controller..")
                .and()
                .resideOutsideOfPackage(of("json"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson..")
                .check(CLASSES);
    }

    @Test
    void theControlPlaneKnowsNothingOfTheNode() {
        noClasses()
                .that()
                .resideInAPackage("io.kubia.controller..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kubia.node..")
                .check(CLASSES);
    }

    private static String of(String name) {
        return "io.kubia.controller." + name + "..";
    }
}
