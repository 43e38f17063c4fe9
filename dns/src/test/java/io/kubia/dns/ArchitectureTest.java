package io.kubia.dns;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls of this module. To move one is a design decision, not a repair. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kubia");

    @Test
    void sourcesTellTheZoneAndTheServerAnswersFromIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("dns")
                .definedBy("io.kubia.dns")
                .layer("dig")
                .definedBy("io.kubia.dns.dig..")
                .layer("server")
                .definedBy("io.kubia.dns.server..")
                .layer("forward")
                .definedBy("io.kubia.dns.forward..")
                .layer("source")
                .definedBy("io.kubia.dns.source..")
                .layer("answer")
                .definedBy("io.kubia.dns.answer..")
                .layer("zone")
                .definedBy("io.kubia.dns.zone..")
                .layer("model")
                .definedBy("io.kubia.dns.model..")
                .whereLayer("dns")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("dig")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("source")
                .mayOnlyBeAccessedByLayers("dns")
                .whereLayer("server")
                .mayOnlyBeAccessedByLayers("dns", "forward")
                .whereLayer("forward")
                .mayOnlyBeAccessedByLayers("dns")
                .whereLayer("answer")
                .mayOnlyBeAccessedByLayers("dns", "server", "forward")
                .whereLayer("zone")
                .mayOnlyBeAccessedByLayers("dns", "server", "source", "answer")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.kubia.dns.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theModelAndTheZoneKnowNothingOfTheNetworkNorOfHowTheyAreTold() {
        noClasses()
                .that()
                .resideInAnyPackage("io.kubia.dns.model..", "io.kubia.dns.zone..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "org.xbill.DNS..", "tools.jackson..", "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void onlySourcesReadYamlAndJson() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kubia.dns.source..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson..")
                .check(CLASSES);
    }

    @Test
    void digNeedsNoServer() {
        noClasses()
                .that()
                .resideInAPackage("io.kubia.dns.dig..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "io.kubia.dns.zone..", "io.kubia.dns.answer..", "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void theServerKnowsNothingOfTheOtherModules() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kubia.node..", "io.kubia.controller..")
                .check(CLASSES);
    }
}
