package io.kubia.controller.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.schema.ObjectSchema;
import io.kubia.controller.schema.RandomObjects;
import io.kubia.controller.schema.Schemas;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The patch from one object to another makes the other one, whatever the two are. */
class DifferencesTest {
    private static final int PAIRS = 50;

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void applyingThemGivesTheOther(int seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < PAIRS; i++) {
            var schema = schema(random);
            var from = new RandomObjects(random).object(schema);
            var to = random.nextInt(5) == 0
                    ? new RandomObjects(random).object(schema)
                    : new RandomObjects(random).mutated(schema, from);
            check(PatchType.STRATEGIC_MERGE, schema, from, Differences.strategic(schema, from, to), to);
            check(PatchType.JSON, schema, from, Differences.json(from, to), to);
            if (!holdsNull(to)) {
                check(PatchType.MERGE, schema, from, Differences.merge(from, to), to);
            }
        }
    }

    /** A retry of a client that did not hear the answer does no harm. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void applyingAMergeTwiceIsApplyingItOnce(int seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < PAIRS; i++) {
            var schema = schema(random);
            var from = new RandomObjects(random).object(schema);
            var patch = Differences.strategic(schema, from, new RandomObjects(random).mutated(schema, from));
            var once = PatchType.STRATEGIC_MERGE.apply(schema, from, patch);
            check(PatchType.STRATEGIC_MERGE, schema, once, patch, once);
        }
    }

    /** Any object is a patch; directives at odd places are obeyed or refused with an answer, and never fail otherwise. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyPatchIsAppliedOrRefused(int seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < PAIRS; i++) {
            var schema = schema(random);
            var from = new RandomObjects(random).object(schema);
            var patch = (JsonObject) spoilt(new RandomObjects(random).mutated(schema, from), random);
            try {
                assertThat(PatchType.STRATEGIC_MERGE.apply(schema, from, patch)).isNotNull();
            } catch (ApiException e) {
                assertThat(e.status().code()).isIn(400, 422);
            }
        }
    }

    private static void check(PatchType type, ObjectSchema schema, JsonObject from, Json patch, JsonObject to) {
        assertThat(type.apply(schema, from, patch))
                .as("%s %s from %s by %s", type, schema, from, patch)
                .isEqualTo(to);
    }

    private static ObjectSchema schema(RandomGenerator random) {
        return Schemas.instance().of(ResourceTypes.ALL.get(random.nextInt(ResourceTypes.ALL.size())));
    }

    private static boolean holdsNull(Json value) {
        return switch (value) {
            case JsonObject object ->
                object.names().stream()
                        .anyMatch(name -> holdsNull(object.object(name)) || object.get(name) == Json.Null.NULL);
            case JsonArray ignored -> false;
            default -> value == Json.Null.NULL;
        };
    }

    private static Json spoilt(Json value, RandomGenerator random) {
        var odd = new Json[] {
            Json.Null.NULL, Json.of("replace"), Json.of("delete"), Json.of(1), JsonArray.EMPTY, JsonObject.EMPTY
        };
        return switch (value) {
            case JsonObject object -> {
                var spoilt = JsonObject.builder();
                object.forEach((name, each) -> {
                    if (random.nextInt(12) == 0) {
                        spoilt.put("$setElementOrder/" + name, random.nextBoolean() ? each : odd[random.nextInt(6)]);
                    }
                    if (random.nextInt(12) == 0) {
                        spoilt.put(
                                "$deleteFromPrimitiveList/" + name,
                                random.nextBoolean() ? each : odd[random.nextInt(6)]);
                    }
                    spoilt.put(name, random.nextInt(12) == 0 ? odd[random.nextInt(6)] : spoilt(each, random));
                });
                if (random.nextInt(12) == 0) {
                    spoilt.put(random.nextBoolean() ? "$patch" : "$retainKeys", odd[random.nextInt(6)]);
                }
                yield spoilt.build();
            }
            case JsonArray array ->
                new JsonArray(array.stream().map(each -> spoilt(each, random)).toList());
            default -> random.nextInt(12) == 0 ? odd[random.nextInt(6)] : value;
        };
    }
}
