package io.kubia.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Part;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real kubectl makes of it. No pod runs here: what they do has tests elsewhere. */
class KubectlTest {
    private static final String SET = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: web
            spec:
              serviceName: web
              replicas: 2
              selector:
                matchLabels: {app: web}
              template:
                metadata:
                  labels: {app: web}
                spec:
                  containers:
                  - name: main
                    image: kubia
                    ports:
                    - containerPort: 8080
            """;

    @TempDir
    Path folder;

    private TestApi api;
    private Kubectl kubectl;

    @BeforeEach
    void start() throws IOException {
        api = TestApi.start();
        kubectl = Kubectl.findOrSkip(api.server.address(), folder);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whatThereIs() {
        assertThat(kubectl.run("version")).contains("Server Version: v1.32.0+kubia-test");
        assertThat(kubectl.run("api-versions")).contains("apps/v1\n", "v1\n");
        assertThat(kubectl.run("api-resources", "--categories=all", "-o", "name"))
                .contains("pods\n", "services\n", "statefulsets.apps\n");
        assertThat(kubectl.run("get", "ns")).contains("default", "kube-system").startsWith("NAME");
        assertThat(kubectl.fail("get", "po", "nope")).contains("Error from server (NotFound): pods \"nope\" not found");
        assertThat(kubectl.fail("get", "nopes")).contains("error: the server doesn't have a resource type \"nopes\"");
        assertThat(kubectl.run("get", "po")).contains("No resources found in default namespace.");
    }

    @Test
    void aSetFromItsManifestToItsEnd() throws IOException, JsonException {
        var file = kubectl.file("set.yaml", SET);
        assertThat(kubectl.run("create", "-f", file)).contains("statefulset.apps/web created");
        assertThat(kubectl.fail("create", "-f", file)).contains("(AlreadyExists)");
        assertThat(kubectl.run("get", "sts/web", "-o", "name")).contains("statefulset.apps/web");
        var yaml = YamlText.parseAll(kubectl.run("get", "sts", "web", "-o", "yaml"));
        assertThat(yaml.getFirst().asObject().object("spec").number("replicas", 0))
                .isEqualTo(2);
        var json = JsonText.parse(kubectl.run("get", "sts", "-o", "json")).asObject();
        assertThat(json.array("items").size()).isEqualTo(1);

        assertThat(kubectl.run("scale", "sts", "web", "--replicas=5")).contains("scaled");
        assertThat(kubectl.run("scale", "sts", "web", "--current-replicas=5", "--replicas=4"))
                .contains("scaled");
        assertThat(kubectl.fail("scale", "sts", "web", "--current-replicas=5", "--replicas=3"))
                .contains("Expected replicas to be 5, was 4");
        kubectl.run("patch", "sts", "web", "-p", "{\"spec\":{\"replicas\":3}}");
        kubectl.run("patch", "sts", "web", "--type=merge", "-p", "{\"spec\":{\"minReadySeconds\":1}}");
        kubectl.run(
                "patch",
                "sts",
                "web",
                "--type=json",
                "-p",
                "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"x\":\"y\"}}]");
        assertThat(kubectl.run("label", "sts", "web", "tier=back")).contains("labeled");
        assertThat(kubectl.run("annotate", "sts", "web", "why=because")).contains("annotated");
        assertThat(kubectl.run("set", "image", "sts/web", "main=other")).contains("image updated");
        assertThat(kubectl.run("rollout", "restart", "sts/web")).contains("restarted");
        assertThat(kubectl.run("get", "sts", "-l", "tier=back,x", "-o", "jsonpath={.items[*].spec.replicas}"))
                .contains("3");
        assertThat(kubectl.run("describe", "sts", "web")).contains("Replicas:           3 desired");
        assertThat(kubectl.run("delete", "sts", "web")).contains("statefulset.apps \"web\" deleted");
        assertThat(kubectl.fail("get", "sts", "web")).contains("NotFound");
    }

    @Test
    void appliedComparedReplaced() throws IOException {
        var file = kubectl.file("set.yaml", SET);
        assertThat(kubectl.run("apply", "-f", file)).contains("created");
        assertThat(kubectl.run("apply", "-f", file)).contains("unchanged");
        var other = kubectl.file("other.yaml", SET.replace("replicas: 2", "replicas: 4"));
        assertThat(kubectl.fail("diff", "-f", other)).contains("-  replicas: 2", "+  replicas: 4");
        assertThat(kubectl.run("apply", "-f", other, "--dry-run=server")).contains("configured (server dry run)");
        assertThat(kubectl.run("apply", "-f", other)).contains("configured");
        assertThat(kubectl.run("replace", "-f", file)).contains("replaced");
        var wrong = kubectl.file("wrong.yaml", SET.replace("replicas: 2", "replicsa: 2"));
        assertThat(kubectl.fail("apply", "-f", wrong))
                .contains("strict decoding error: unknown field \"spec.replicsa\"");
        assertThat(kubectl.run("apply", "--validate=warn", "-f", wrong))
                .contains("Warning: unknown field \"spec.replicsa\"");
        assertThat(kubectl.fail("apply", "--server-side", "-f", file)).contains("server-side apply is not served yet");
    }

    @Test
    void bodiesInProtobuf() {
        assertThat(kubectl.run("create", "ns", "other")).contains("namespace/other created");
        assertThat(kubectl.run("-n", "other", "create", "cm", "c", "--from-literal=a=b"))
                .contains("configmap/c created");
        assertThat(kubectl.run("-n", "other", "get", "cm", "c", "-o", "jsonpath={.data.a}"))
                .isEqualTo("b");
        assertThat(kubectl.run("create", "service", "clusterip", "s", "--tcp=80:8080"))
                .contains("service/s created");
    }

    @Test
    void watchedAndAwaited() throws IOException {
        api.configMap("a", "x");
        try (var watch = kubectl.start("get", "cm", "-w", "--no-headers")) {
            assertThat(watch.line()).startsWith("a ");
            api.configMap("b", "x");
            assertThat(watch.line()).startsWith("b ");
            api.relabel("a", "y");
            assertThat(watch.line()).startsWith("a ");
        }
        assertThat(kubectl.run("get", "cm", "--sort-by=.metadata.labels.app", "-o", "name"))
                .isEqualTo("configmap/b\nconfigmap/a\n");
        assertThat(kubectl.run("get", "cm", "--sort-by=.metadata.name")).contains("a ", "b ");
        assertThat(kubectl.run("wait", "cm/a", "--for=jsonpath={.metadata.labels.app}=y"))
                .contains("configmap/a condition met");
        assertThat(kubectl.run("delete", "cm", "-l", "app")).contains("\"a\" deleted", "\"b\" deleted");
    }

    @Test
    void revisionsOfASet() throws IOException {
        kubectl.run("create", "-f", kubectl.file("set.yaml", SET));
        var key = ObjectKey.of(ResourceTypes.STATEFUL_SET, "default", "web");
        var set = api.registry.get(key);
        for (int i = 1; i <= 2; i++) {
            var template = set.spec()
                    .object("template")
                    .withChanged(
                            "metadata",
                            metadata -> metadata.with(
                                    "annotations", JsonObject.of("kubernetes.io/change-cause", Json.of("because"))));
            var data = JsonObject.of("spec", JsonObject.of("template", template.with("$patch", "replace")));
            api.registry.create(
                    KubeObject.named(ResourceTypes.CONTROLLER_REVISION, "default", "web-" + i)
                            .withLabel("app", "web")
                            .withOwners(java.util.List.of(OwnerReference.controlledBy(set)))
                            .with("data", data)
                            .with("revision", Json.of(i)),
                    false);
        }
        assertThat(kubectl.run("rollout", "history", "sts/web")).contains("1  ", "2  ");
        assertThat(kubectl.run("rollout", "undo", "sts/web", "--to-revision=1")).contains("rolled back");
        api.registry.change(
                key,
                Part.STATUS,
                before -> before.withStatus(JsonObject.builder()
                        .put("observedGeneration", before.generation())
                        .put("replicas", 2)
                        .put("readyReplicas", 2)
                        .put("updatedReplicas", 2)
                        .put("currentRevision", "web-1")
                        .put("updateRevision", "web-1")
                        .put("conditions", JsonArray.EMPTY)
                        .build()),
                false);
        assertThat(kubectl.run("rollout", "status", "sts/web", "--timeout=20s"))
                .contains("partitioned roll out complete: 2 new pods have been updated...");
    }
}
