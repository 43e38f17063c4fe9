package io.kubia.dns.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The zone is what the file says, as soon as it says it; a file that says nothing sensible changes nothing. */
class FileSourceTest {
    @TempDir
    private Path folder;

    private final Watched zone = new Watched();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private PrintStream before;

    /** The log goes to whatever standard error is when a line is written. */
    @BeforeEach
    @SuppressWarnings("SystemOut")
    void listen() {
        before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setErr(before);
    }

    @Test
    void isReadAtTheStartAndWhenItChanges() throws IOException {
        var file = Files.writeString(folder.resolve("services.yaml"), service("10.43.0.1"));
        try (var _ = start(file)) {
            assertThat(zone.isSynced()).isTrue();
            zone.assertAddresses("api", "10.43.0.1");
            for (int i = 2; i < 6; i++) {
                Files.writeString(file, service("10.43.0." + i));
                zone.awaitAddresses("api", "10.43.0." + i);
            }
        }
    }

    @Test
    void aFileThatTakesItsPlaceIsRead() throws IOException {
        var file = Files.writeString(folder.resolve("services.yaml"), service("10.43.0.1"));
        try (var _ = start(file)) {
            // As editors and careful programs do.
            var next = Files.writeString(folder.resolve("services.yaml.new"), service("10.43.0.2"));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            zone.awaitAddresses("api", "10.43.0.2");
        }
    }

    @Test
    void aConfigMapsLinkThatTurnsIsFollowed() throws IOException {
        // services.yaml -> ..data/services.yaml, ..data -> ..1: what the kubelet replaces is the link in between.
        var one = Files.createDirectory(folder.resolve("..1"));
        Files.writeString(one.resolve("services.yaml"), service("10.43.0.1"));
        var data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        var file = Files.createSymbolicLink(folder.resolve("services.yaml"), Path.of("..data/services.yaml"));
        try (var _ = start(file)) {
            zone.assertAddresses("api", "10.43.0.1");
            for (int i = 2; i < 5; i++) {
                var next = Files.createDirectory(folder.resolve(".." + i));
                Files.writeString(next.resolve("services.yaml"), service("10.43.0." + i));
                var link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(".." + i));
                Files.move(link, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                Files.delete(folder.resolve(".." + (i - 1)).resolve("services.yaml"));
                Files.delete(folder.resolve(".." + (i - 1)));
                zone.awaitAddresses("api", "10.43.0." + i);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "kind: [",
                "nonsense",
                "- a\n- b",
                "{\"kind\": \"Service\"",
                "kind: Service",
                "kind: Service\nmetadata: {name: Bad_Name}",
                "kind: Service\nmetadata: {name: a}\nspec: {clusterIP: 10.43.0.300}",
                "kind: Service\nkind: Service\nmetadata: {name: a}",
                "kind: Namespace\nmetadata: {name: Bad_Name}",
                "kind: Namespace\nmetadata: {name: [a]}",
                "kind: List\nitems: 7",
                "kind: Endpoints\nmetadata: {name: a}\nsubsets: [{addresses: [{ip: x}]}]",
                "kind: &a [*a]",
                "\u0000",
            })
    void aBrokenFileKeepsTheOldZoneAndSaysWhy(String broken) throws IOException {
        var file = Files.writeString(folder.resolve("services.yaml"), service("10.43.0.1"));
        try (var _ = start(file)) {
            int changes = zone.changes();
            Files.writeString(file, service("10.43.0.9") + "---\n" + broken + "\n");
            Watched.await("complaint", () -> said().contains("what it said before stays in force"));
            assertThat(said()).contains("WARN FileSource - " + file + ": ");
            assertThat(zone.changes()).isEqualTo(changes);
            zone.assertAddresses("api", "10.43.0.1");
            // And it is read again as soon as it is whole.
            Files.writeString(file, service("10.43.0.2"));
            zone.awaitAddresses("api", "10.43.0.2");
        }
    }

    @Test
    void aMessageSaysWhereAndWhat() throws IOException {
        assertThatThrownBy(
                        () -> start(Files.writeString(folder.resolve("a.yaml"), "kind: StatefulSet\n---\nkind: [\n")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("a.yaml") + ": line 3, column 8: ");
        assertThatThrownBy(() -> start(Files.writeString(
                        folder.resolve("b.yaml"), "kind: Service\nmetadata: {name: a}\nspec: {clusterIP: x}\n")))
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("b.yaml")
                        + ": document 1: Service default/a: spec.clusterIP: \"x\" (expected: an IP address)");
        assertThatThrownBy(() -> start(folder.resolve("c.yaml")))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        folder.resolve("c.yaml") + ": there is no such file (expected: Kubernetes objects in YAML)");
    }

    @Test
    void aFileThatGoesKeepsTheOldZone() throws IOException {
        var file = Files.writeString(folder.resolve("services.yaml"), service("10.43.0.1"));
        try (var _ = start(file)) {
            Files.delete(file);
            Watched.await("complaint", () -> said().contains("it is gone; what it said before stays in force"));
            zone.assertAddresses("api", "10.43.0.1");
            Files.writeString(file, service("10.43.0.2"));
            zone.awaitAddresses("api", "10.43.0.2");
        }
    }

    @Test
    void aFolderThatGoesAndComesBackIsSeen() throws IOException {
        var inner = Files.createDirectory(folder.resolve("inner"));
        var file = Files.writeString(inner.resolve("services.yaml"), service("10.43.0.1"));
        try (var _ = start(file)) {
            Files.delete(file);
            Files.delete(inner);
            Watched.await("complaint", () -> said().contains("it is gone"));
            Files.createDirectory(inner);
            Files.writeString(file, service("10.43.0.2"));
            zone.awaitAddresses("api", "10.43.0.2");
        }
    }

    @Test
    void whatSaysTheSameChangesNothing() throws IOException {
        var file = Files.writeString(folder.resolve("services.yaml"), service("10.43.0.1"));
        try (var _ = start(file)) {
            int changes = zone.changes();
            Files.writeString(file, service("10.43.0.1"));
            Files.writeString(file, "# a comment\n" + service("10.43.0.1"));
            Watched.await("reading", () -> said().contains("was read anew"));
            assertThat(zone.changes()).isEqualTo(changes);
        }
    }

    @Test
    void allFormsOfObjectsAreRead() throws IOException {
        var file = Files.writeString(folder.resolve("services.json"), """
                {"kind": "List", "items": [
                  {"kind": "ServiceList", "items": [{"metadata": {"name": "a"}, "spec": {"clusterIP": "None"}}]},
                  {"kind": "Endpoints", "metadata": {"name": "a"}, "subsets": [
                    {"addresses": [{"ip": "10.42.0.1"}], "notReadyAddresses": [{"ip": "10.42.0.2"}]}]},
                  {"kind": "Service", "metadata": {"name": "b"}, "spec": {"clusterIP": "None"}},
                  {"kind": "EndpointSlice", "metadata": {"name": "b-1", "labels": {"kubernetes.io/service-name": "b"}},
                   "addressType": "IPv4", "endpoints": [{"addresses": ["10.42.0.3"]}]},
                  {"kind": "Endpoints", "metadata": {"name": "b"}, "subsets": [{"addresses": [{"ip": "10.42.0.4"}]}]},
                  {"kind": "StatefulSet"}, {"kind": "StatefulSet"}, {"kind": "ConfigMap"}]}
                """);
        try (var _ = start(file)) {
            zone.assertAddresses("a", "10.42.0.1");
            // A service that has slices does not need its endpoints.
            zone.assertAddresses("b", "10.42.0.3");
            assertThat(said())
                    .contains(
                            "2 services, 3 endpoint slices, 0 pods, 0 namespaces (passed over: 2 StatefulSet, 1 ConfigMap)");
        }
    }

    private FileSource start(Path file) throws IOException {
        var source = new FileSource(file);
        source.start(zone.updates());
        return source;
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static String service(String address) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: api}
                spec: {clusterIP: %s}
                """.formatted(address);
    }
}
