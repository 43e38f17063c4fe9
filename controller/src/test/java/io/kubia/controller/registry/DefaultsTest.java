package io.kubia.controller.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefaultsTest {
    private static final List<String> ONLY_THE_SERVER_KNOWS = List.of("uid", "creationTimestamp", "resourceVersion");

    private final TestRegistry world = new TestRegistry();
    private final Registry registry = world.registry;

    record Pair(KubeObject sent, KubeObject answered) {
        @Override
        public String toString() {
            return sent.type().kind() + " " + sent.name();
        }
    }

    static Stream<Pair> pairs() throws Exception {
        var documents = YamlText.parseAll(Texts.resource("defaults.yaml"));
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < documents.size(); i += 2) {
            pairs.add(new Pair(TestRegistry.object(documents.get(i)), TestRegistry.object(documents.get(i + 1))));
        }
        return pairs.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void anObjectGetsWhatItDoesNotSay(Pair pair) {
        var answer = registry.create(pair.sent(), false);

        var comparable = answer;
        for (var name : ONLY_THE_SERVER_KNOWS) {
            comparable = comparable.withMetadata(name, null);
        }
        assertThat(YamlText.print(sorted(comparable.json())))
                .isEqualTo(YamlText.print(sorted(pair.answered().json())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void whatHasItAllGetsNothingMore(Pair pair) {
        var stored = registry.create(pair.sent(), false);

        var again = registry.change(stored.key(), Part.WHOLE, now -> now.withAnnotation("a", "b"), false);

        assertThat(again.json().without("metadata")).isEqualTo(stored.json().without("metadata"));
        assertThat(again.generation()).isEqualTo(stored.generation());
    }

    /** What kubectl replace and apply of an unchanged manifest do. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void sendingItAgainChangesNothing(Pair pair) {
        var stored = registry.create(pair.sent(), false);
        var sent = pair.sent().type().kind().equals("Pod")
                        || pair.sent().type().kind().startsWith("Persistent")
                ? pair.answered()
                : pair.sent();

        var again = registry.change(
                stored.key(),
                Part.WHOLE,
                now -> sent.withMetadata("finalizers", stored.metadata().get("finalizers"))
                        .withMetadata("labels", stored.metadata().get("labels")),
                false);

        assertThat(again.resourceVersion()).isEqualTo(stored.resourceVersion());
    }

    @Test
    void aGenerationIsCountedForEachNewWish() {
        var set = registry.create(pairs("StatefulSet").sent().withSpec(spec -> spec.with("replicas", 1)), false);

        var scaled =
                registry.change(set.key(), Part.WHOLE, now -> now.withSpec(spec -> spec.with("replicas", 3)), false);
        var labelled = registry.change(set.key(), Part.WHOLE, now -> now.withLabel("a", "b"), false);
        var observed =
                registry.change(set.key(), Part.STATUS, now -> now.withStatus(s -> s.with("replicas", 1)), false);

        assertThat(List.of(set.generation(), scaled.generation(), labelled.generation(), observed.generation()))
                .containsExactly(1L, 2L, 2L, 2L);
    }

    private static Pair pairs(String kind) {
        try (var pairs = pairs()) {
            return pairs.filter(pair -> pair.sent().type().kind().equals(kind))
                    .findFirst()
                    .orElseThrow();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Json sorted(Json json) {
        return Texts.sorted(json);
    }
}
