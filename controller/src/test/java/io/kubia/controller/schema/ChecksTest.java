package io.kubia.controller.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.YamlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cases from checks.yaml, one document each:
 *
 * <pre>
 * it: says what the schema does
 * of: the kind of the object, as in v1/Pod, which is the default
 * object: as it was sent
 * problems: what is wrong with it, in this order; nothing if there is none
 * pruned: what is left of it; all of it if there is none
 * </pre>
 */
class ChecksTest {
    static List<Case> cases() throws Exception {
        try (var in = Objects.requireNonNull(ChecksTest.class.getResourceAsStream("checks.yaml"))) {
            var cases = new ArrayList<Case>();
            for (var document : YamlText.parseAll(new String(in.readAllBytes(), StandardCharsets.UTF_8))) {
                cases.add(new Case((JsonObject) document));
            }
            return cases;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void does(Case each) {
        assertThat(Schemas.check(each.schema(), each.object()))
                .extracting(Problem::message)
                .containsExactlyElementsOf(each.json.array("problems").texts());
        var pruned = each.json.get("pruned");
        assertThat(Schemas.prune(each.schema(), each.object())).isEqualTo(pruned == null ? each.object() : pruned);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void whatIsPrunedHasNoUnknownFieldsAndIsPrunedToItself(Case each) {
        var pruned = Schemas.prune(each.schema(), each.object());
        assertThat(Schemas.check(each.schema(), pruned))
                .extracting(Problem::kind)
                .doesNotContain(Problem.Kind.UNKNOWN_FIELD);
        assertThat(Schemas.prune(each.schema(), pruned)).isSameAs(pruned);
    }

    /** One document. */
    record Case(JsonObject json) {
        ObjectSchema schema() {
            var of = json.text("of", "v1/Pod");
            int slash = of.lastIndexOf('/');
            return Schemas.instance()
                    .ofKind(of.substring(0, slash), of.substring(slash + 1))
                    .orElseThrow();
        }

        JsonObject object() {
            return json.object("object");
        }

        @Override
        public String toString() {
            return json.text("it", "");
        }
    }
}
