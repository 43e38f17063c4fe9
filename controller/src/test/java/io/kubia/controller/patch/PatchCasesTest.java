package io.kubia.controller.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.schema.Schemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cases from text files, one YAML document each:
 *
 * <pre>
 * it: says what the patch does
 * patch-type: strategic, merge or json
 * of: the kind of the object, as in v1/Pod, which is the default
 * original: the object before; the name of a file without .yaml to take the object in there
 * patch: the patch
 * result: the object afterwards; lists in their order, fields in any
 * changed: instead of the result, what is different in it, as a JSON merge patch would say it
 * error: instead of a result, the code and the message of the answer
 * </pre>
 */
class PatchCasesTest {
    private static final List<String> FILES = List.of("merge", "json", "strategic", "kubectl");

    static List<Case> cases() throws Exception {
        var cases = new ArrayList<Case>();
        for (var file : FILES) {
            for (var document : read(file)) {
                cases.add(new Case(file, (JsonObject) document));
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void does(Case each) throws Exception {
        var type = each.type();
        var schema = Schemas.instance().ofKind(each.kindVersion(), each.kind()).orElseThrow();
        var original = each.original();
        var before = original.toString();
        var error = each.json.text("error");
        if (error == null) {
            assertThat(type.apply(schema, original, each.patch())).isEqualTo(each.result(original));
        } else {
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> type.apply(schema, original, each.patch()))
                    .satisfies(failure -> assertThat(failure.status().code() + " "
                                    + failure.status().message())
                            .isEqualTo(error));
        }
        assertThat(original).hasToString(before);
    }

    @Test
    void thereAreEnoughOfThem() throws Exception {
        assertThat(cases()).hasSizeGreaterThan(100);
        assertThat(cases()).extracting(Case::toString).doesNotHaveDuplicates();
    }

    private static List<Json> read(String file) throws Exception {
        try (var in = PatchCasesTest.class.getResourceAsStream(file + ".yaml")) {
            if (in == null) {
                throw new IOException(file + ".yaml: not there (expected: beside this class)");
            }
            return YamlText.parseAll(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** One document. */
    record Case(String file, JsonObject json) {
        PatchType type() {
            return switch (json.text("patch-type", "")) {
                case "strategic" -> PatchType.STRATEGIC_MERGE;
                case "merge" -> PatchType.MERGE;
                case "json" -> PatchType.JSON;
                default ->
                    throw new IllegalArgumentException(this + ": patch-type (expected: strategic, merge or json)");
            };
        }

        String kindVersion() {
            var of = json.text("of", "v1/Pod");
            return of.substring(0, of.lastIndexOf('/'));
        }

        String kind() {
            var of = json.text("of", "v1/Pod");
            return of.substring(of.lastIndexOf('/') + 1);
        }

        JsonObject original() throws Exception {
            var original = Objects.requireNonNull(json.get("original"), "original");
            return original instanceof Json.Text(var name)
                    ? (JsonObject) read(name).getFirst()
                    : (JsonObject) original;
        }

        Json patch() {
            return Objects.requireNonNull(json.get("patch"), "patch");
        }

        JsonObject result(JsonObject original) {
            var changed = json.get("changed");
            return changed == null
                    ? (JsonObject) Objects.requireNonNull(json.get("result"), "result")
                    : MergePatch.apply(original, changed.asObject());
        }

        @Override
        public String toString() {
            return file + ": " + json.text("it", "");
        }
    }
}
