package io.kubia.controller.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {
    private final TestRegistry world = new TestRegistry();
    private final Registry registry = world.registry;

    /** One document of the file. */
    record Case(int number, JsonObject good, JsonObject document) {
        @Override
        public String toString() {
            return number + " " + document.without("says");
        }
    }

    static Stream<Case> cases() throws Exception {
        var documents = YamlText.parseAll(Texts.resource("checks.yaml"));
        var good = documents.getFirst().asObject();
        var cases = new ArrayList<Case>();
        for (int i = 1; i < documents.size(); i++) {
            var document = documents.get(i).asObject();
            cases.add(new Case(i, good.object(document.text("of", "")), document));
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void anObjectIsToldWhatIsWrongWithIt(Case one) {
        var sent = TestRegistry.object(patched(one.good(), one.document().object("set")));
        List<Status.Cause> causes;
        if (one.document().has("then")) {
            var stored = registry.create(sent, false);
            if (one.document().has("status")) {
                stored = registry.change(
                        stored.key(),
                        Part.STATUS,
                        now -> now.withStatus(one.document().object("status")),
                        false);
            }
            var key = stored.key();
            causes = causes(() -> registry.change(
                    key,
                    Part.WHOLE,
                    now -> KubeObject.of(
                            now.type(), patched(now.json(), one.document().object("then"))),
                    false));
        } else {
            causes = causes(() -> registry.create(sent, false));
        }

        assertThat(causes.stream().map(cause -> cause.field() + ": " + cause.message()))
                .containsExactlyElementsOf(one.document().array("says").texts());
    }

    private static List<Status.Cause> causes(Runnable request) {
        try {
            request.run();
            return List.of();
        } catch (ApiException e) {
            assertThat(e.status().code()).as(e.getMessage()).isEqualTo(422);
            return e.status().causes();
        }
    }

    /** What RFC 7386 says. */
    private static JsonObject patched(JsonObject target, JsonObject patch) {
        var result = target;
        for (var name : patch.names()) {
            var value = patch.get(name);
            if (value == Json.Null.NULL) {
                result = result.without(name);
            } else if (value instanceof JsonObject inner) {
                result = result.with(name, patched(result.object(name), inner));
            } else {
                result = result.with(name, value);
            }
        }
        return result;
    }

    @Test
    void aRefusalNamesTheObjectAndEachCauseHasItsReason() {
        var pod = """
                apiVersion: v1
                kind: Pod
                metadata: {name: shop}
                spec: {restartPolicy: Maybe, containers: [{name: a}]}
                """;
        try {
            world.create(pod);
        } catch (ApiException e) {
            assertThat(e.getMessage())
                    .isEqualTo("Pod \"shop\" is invalid: [spec.containers[0].image: Required value, spec.restartPolicy:"
                            + " Unsupported value: \"Maybe\": supported values: \"Always\", \"OnFailure\", \"Never\"]");
            assertThat(e.status().causes().stream().map(Status.Cause::reason))
                    .containsExactly("FieldValueRequired", "FieldValueNotSupported");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas: -1",
                "replicas: 1, readyReplicas: 2",
                "replicas: 1, currentReplicas: 2",
                "replicas: 1, updatedReplicas: 2",
                "replicas: 2, readyReplicas: 1, availableReplicas: 2"
            })
    void countersOfAStatusFitTogether(String counters) throws Exception {
        var set = registry.create(
                TestRegistry.object(
                        cases().filter(one -> "set".equals(one.document().text("of")))
                                .findFirst()
                                .orElseThrow()
                                .good()),
                false);
        var status = YamlText.parseAll("{" + counters + "}").getFirst().asObject();

        var causes = causes(() -> registry.change(set.key(), Part.STATUS, now -> now.withStatus(status), false));

        assertThat(causes).isNotEmpty();
        assertThat(causes.getFirst().field()).startsWith("status.");
    }

    @Test
    void largeDataIsRefused() {
        var map = TestRegistry.object("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: large}
                """);
        var value = Json.of("x".repeat(1 << 20));

        assertThat(causes(() -> registry.create(map.with("data", JsonObject.of("a", value)), false)))
                .isEmpty();
        assertThat(causes(() -> registry.create(
                        map.withMetadata("name", Json.of("larger"))
                                .with("data", JsonObject.of("ab", value).with("b", "y")),
                        false)))
                .extracting(Status.Cause::message)
                .containsExactly("Too long: may not be more than 1048576 bytes");
    }
}
