package io.kubia.node;

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
    void httpStandsOnStoreAndClusterWhichStandsOnPeers() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("node")
                .definedBy("io.kubia.node")
                .layer("http")
                .definedBy("io.kubia.node.http..")
                .layer("store")
                .definedBy("io.kubia.node.store..")
                .layer("cluster")
                .definedBy("io.kubia.node.cluster..")
                .layer("peers")
                .definedBy("io.kubia.node.peers..")
                .layer("metrics")
                .definedBy("io.kubia.role.metrics..")
                .whereLayer("node")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("node")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("node", "http")
                .whereLayer("cluster")
                .mayOnlyBeAccessedByLayers("node", "http")
                .whereLayer("peers")
                .mayOnlyBeAccessedByLayers("node", "http", "cluster")
                .withOptionalLayers(true)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.kubia.node.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheStoreKnowsRocksDb() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kubia.node.store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.rocksdb..")
                .check(CLASSES);
    }

    @Test
    void onlyPeersKnowsDnsjava() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kubia.node.peers..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.xbill.DNS..")
                .check(CLASSES);
    }

    @Test
    void theStoreKnowsNothingOfTheNetwork() {
        noClasses()
                .that()
                .resideInAPackage("io.kubia.node.store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void theNodeKnowsNothingOfTheOtherModules() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kubia.dns..", "io.kubia.controller..")
                .check(CLASSES);
    }
}
