package io.kubia.controller.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "-1",
                "9223372036854775807",
                "9223372036854775808",
                "1.50",
                "\"a\\\"b\\n\"",
                "{\"a\":{\"b\":[1,\"x\",null,{\"c\":false}]}}"
            })
    void whatIsReadIsPrintedAgain(String text) throws JsonException {
        assertThat(JsonText.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":}", "1 2", "{\"a\":1}x", "nul", "[1,]"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonText.parse(text)).isInstanceOf(JsonException.class);
    }

    @Test
    void nestingHasALimit() {
        assertThatThrownBy(() -> JsonText.parse("[".repeat(1000) + "]".repeat(1000)))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void fieldsThatStandTwiceAreNoted() throws JsonException {
        var read = JsonText.read(
                "{\"spec\":{\"a\":1,\"l\":[{\"b\":1,\"b\":2}],\"a\":3}}".getBytes(StandardCharsets.UTF_8));

        assertThat(read.duplicates()).containsExactly("spec.l[0].b", "spec.a");
        assertThat(read.value()).hasToString("{\"spec\":{\"a\":3,\"l\":[{\"b\":2}]}}");
    }

    @Test
    void orderDoesNotMatterToEquality() throws JsonException {
        var one = JsonText.parse("{\"a\":1,\"b\":[1,2]}");

        assertThat(one)
                .isEqualTo(JsonText.parse("{\"b\":[1,2],\"a\":1}"))
                .hasSameHashCodeAs(JsonText.parse("{\"b\":[1,2],\"a\":1}"));
        assertThat(one).isNotEqualTo(JsonText.parse("{\"b\":[2,1],\"a\":1}"));
    }

    @Test
    void manyFieldsAreFoundAndReplaced() {
        var builder = JsonObject.builder();
        for (int i = 0; i < 100; i++) {
            builder.put("field" + i, i);
        }
        var object = builder.put("field7", -7).build();

        assertThat(object.number("field99", 0)).isEqualTo(99);
        assertThat(object.number("field7", 0)).isEqualTo(-7);
        assertThat(object.with("field50", "x").text("field50")).isEqualTo("x");
        assertThat(object.without("field50").has("field50")).isFalse();
        assertThat(object.has("field50")).isTrue();
    }

    @Test
    void yamlIsReadDocumentByDocument() throws JsonException {
        var documents = YamlText.parseAll("""
                # nothing
                ---
                a: 1
                b: [x, "2"]
                ---
                c: |
                  line
                """);

        assertThat(documents)
                .map(Json::toString)
                .containsExactly("{\"a\":1,\"b\":[\"x\",\"2\"]}", "{\"c\":\"line\\n\"}");
    }
}
