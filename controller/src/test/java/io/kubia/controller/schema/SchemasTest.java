package io.kubia.controller.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemasTest {
    private static final Schemas SCHEMAS = Schemas.instance();

    @Test
    void everyKindOfTheStoreHasOne() {
        for (var type : ResourceTypes.ALL) {
            assertThat(SCHEMAS.of(type).fields()).as(type.kind()).containsKeys("apiVersion", "kind", "metadata");
        }
    }

    @Test
    void aKindWithoutOneIsAMistake() {
        var type = new ResourceType("g", "v1", "X", "xs", "x", List.of(), true, List.of(), Set.of());
        assertThatIllegalArgumentException().isThrownBy(() -> SCHEMAS.of(type)).withMessageContaining("xs.g");
    }

    @Test
    void everyTypeCanBeRead() {
        assertThat(SCHEMAS.all())
                .hasSizeGreaterThan(200)
                .allSatisfy(
                        schema -> assertThat(schema.fields()).as(schema.name()).isNotNull());
    }

    @Test
    void fieldsOfAVolumesSourceStandInAMessageOfTheirOwn() {
        var spec = SCHEMAS.of(ResourceTypes.POD).field("spec");
        var volumes = Objects.requireNonNull(object(spec).field("volumes"));
        assertThat(volumes.merging().mergeKey()).isEqualTo("name");
        assertThat(volumes.merging().retainsKeys()).isTrue();
        var claim = Objects.requireNonNull(object(volumes).field("persistentVolumeClaim"));
        assertThat(claim.number()).isEqualTo(2);
        assertThat(claim.inner()).isEqualTo(10);
    }

    @Test
    void strictValidationRefusesUnknownAndDoubleFields() {
        var verdict = FieldValidation.STRICT.judge(
                ResourceTypes.STATEFUL_SET,
                List.of("spec.replicas"),
                SCHEMAS.check(ResourceTypes.STATEFUL_SET, JsonObject.of("foo", Json.of(1))));
        assertThat(verdict.refusal().orElseThrow().code()).isEqualTo(400);
        assertThat(verdict.refusal().orElseThrow().message())
                .isEqualTo("StatefulSet in version \"v1\" cannot be handled as a StatefulSet: strict decoding error:"
                        + " duplicate field \"spec.replicas\", unknown field \"foo\"");
        assertThat(verdict.warnings()).isEmpty();
    }

    @Test
    void lenientValidationWarns() {
        var problems = SCHEMAS.check(ResourceTypes.POD, JsonObject.of("foo", Json.of(1)));
        var verdict = FieldValidation.of(null).orElseThrow().judge(ResourceTypes.POD, List.of(), problems);
        assertThat(verdict.refusal()).isEmpty();
        assertThat(verdict.warnings()).containsExactly("unknown field \"foo\"");
        assertThat(FieldValidation.IGNORE
                        .judge(ResourceTypes.POD, List.of(), problems)
                        .warnings())
                .isEmpty();
    }

    @Test
    void wrongValuesAreRefusedHoweverLenient() {
        var problems = SCHEMAS.check(ResourceTypes.POD, JsonObject.of("spec", Json.of(1)));
        assertThat(FieldValidation.IGNORE
                        .judge(ResourceTypes.POD, List.of(), problems)
                        .refusal()
                        .orElseThrow()
                        .message())
                .isEqualTo("Pod in version \"v1\" cannot be handled as a Pod: json: cannot unmarshal number into Go"
                        + " struct field Pod.spec of type v1.PodSpec");
    }

    @Test
    void aPatchedObjectIsRefusedAsInvalid() {
        var patch = JsonObject.of("spec", JsonObject.of("foo", Json.of("x")));
        var problems = SCHEMAS.check(ResourceTypes.POD, patch);
        var status = FieldValidation.STRICT
                .judgePatched(FieldValidation.shown(patch), List.of(), problems)
                .refusal()
                .orElseThrow();
        assertThat(status.code()).isEqualTo(422);
        assertThat(status.message())
                .isEqualTo(" \"\" is invalid: patch: Invalid value: \"map[spec:map[foo:x]]\": strict decoding error:"
                        + " unknown field \"spec.foo\"");
        assertThat(status.causes()).hasSize(1);
    }

    private static ObjectSchema object(@Nullable Field field) {
        return switch (Objects.requireNonNull(field).type()) {
            case ValueType.ObjectOf(var schema) -> schema;
            case ValueType.ListOf(ValueType.ObjectOf(var schema)) -> schema;
            default -> throw new IllegalStateException(field.name());
        };
    }
}
