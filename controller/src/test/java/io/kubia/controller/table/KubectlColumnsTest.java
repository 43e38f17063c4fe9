package io.kubia.controller.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.kubia.controller.api.table.Column;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads tables.txt: for each kind its columns, wide ones with a star, and examples: {@code == } and a promise, the object in
 * YAML, then {@code => } and the row, cells apart by bars.
 */
class KubectlColumnsTest {
    /** The time at which all rows are printed. */
    private static final Instant NOW = Instant.parse("2026-11-21T02:16:35Z");

    private final KubectlColumns columns = new KubectlColumns();

    @TestFactory
    Stream<DynamicNode> everyKindPrintsAsInKubernetes() throws IOException {
        return sections().map(this::kind);
    }

    @TestFactory
    Stream<DynamicTest> noKindIsForgottenAndNoEmptyObjectBreaksATable() throws IOException {
        var told = sections()
                .map(section -> section.lines().findFirst().orElseThrow())
                .toList();
        return ResourceTypes.ALL.stream()
                .map(type -> dynamicTest(type.kind(), () -> {
                    assertThat(told).contains(type.kind());
                    var empty = KubeObject.named(type, type.namespaced() ? "default" : "", "x");
                    assertThat(columns.cells(empty, NOW)).hasSameSizeAs(columns.columns(type));
                }));
    }

    private static Stream<String> sections() throws IOException {
        try (var in = KubectlColumnsTest.class.getResourceAsStream("tables.txt")) {
            var text = new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("(?m)^# ", -1)).skip(1);
        }
    }

    private DynamicContainer kind(String section) {
        var parts = section.split("(?m)^== ", -1);
        var head = parts[0].strip().lines().toList();
        var type = type(head.getFirst());
        var tests = new ArrayList<DynamicTest>();
        tests.add(dynamicTest("columns", () -> assertThat(header(type)).isEqualTo(head.get(1))));
        for (int i = 1; i < parts.length; i++) {
            var example = parts[i];
            int end = example.indexOf('\n');
            tests.add(dynamicTest(example.substring(0, end), () -> check(type, example.substring(end))));
        }
        return dynamicContainer(type.kind(), tests);
    }

    private void check(ResourceType type, String example) throws JsonException {
        int arrow = example.indexOf("\n=> ");
        var json = YamlText.parseAll(example.substring(0, arrow)).getFirst().asObject();
        var row = columns.cells(KubeObject.of(type, json), NOW);
        assertThat(printed(row)).isEqualTo(example.substring(arrow + 4).strip());
    }

    private String header(ResourceType type) {
        return String.join(
                " | ",
                columns.columns(type).stream().map(KubectlColumnsTest::name).toList());
    }

    private static String name(Column column) {
        return column.name() + (column.priority() > 0 ? "*" : "");
    }

    private static String printed(List<Json> row) {
        return String.join(
                        " | ",
                        row.stream()
                                .map(cell -> cell instanceof Json.Text(var text) ? text : cell.toString())
                                .toList())
                .strip();
    }

    private static ResourceType type(String kind) {
        return ResourceTypes.ALL.stream()
                .filter(type -> type.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
